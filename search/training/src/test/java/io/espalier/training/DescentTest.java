package io.espalier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DescentTest {

    /** One number that is pulled to 3: its gradient is how far it is off. */
    private static final class Pulled implements TrainedWeight {
        private final float[] value = {1};
        private final float[] gradient = {-2};
        private final float[] velocity = {0};
        private final float[] squares = {0};
        private final boolean decayed;

        Pulled(boolean decayed) {
            this.decayed = decayed;
        }

        @Override
        public String name() {
            return "pulled";
        }

        @Override
        public int place(int index) {
            return index;
        }

        @Override
        public float[] value() {
            return value;
        }

        @Override
        public float[] gradient() {
            return gradient;
        }

        @Override
        public float[] velocity() {
            return velocity;
        }

        @Override
        public float[] squares() {
            return squares;
        }

        @Override
        public boolean isDecayed() {
            return decayed;
        }
    }

    /** A schedule whose first two learning rates are .1 and .05. */
    private static Schedule schedule(Optimizer optimizer) {
        return Schedule.fineTuning(2).withWarmUp(0).withPeakLearningRate(.1).withOptimizer(optimizer);
    }

    private static float after(Schedule schedule, boolean decayed, int steps) {
        Pulled pulled = new Pulled(decayed);
        Descent descent = new Descent(schedule);
        for (int step = 0; step < steps; step++) {
            pulled.gradient()[0] = pulled.value()[0] - 3;
            descent.update(List.of(pulled), step);
        }
        return pulled.value()[0];
    }

    @Test
    void momentumGathersSpeed() {
        Schedule schedule = schedule(new Optimizer.Sgd(.9, false, 0));

        // 1 + .1 · 2 = 1.2; v = .9 · −2 + −1.8 = −3.6; 1.2 + .05 · 3.6 = 1.38.
        assertThat(after(schedule, true, 1)).isCloseTo(1.2f, within(1e-6f));
        assertThat(after(schedule, true, 2)).isCloseTo(1.38f, within(1e-6f));
    }

    @Test
    void nesterovLooksAhead() {
        Schedule schedule = schedule(new Optimizer.Sgd(.9, true, 0));

        assertThat(after(schedule, true, 1)).isCloseTo(1 + .1f * (2 + .9f * 2), within(1e-6f));
    }

    @Test
    void decayIsForSomeWeightsOnly() {
        Schedule schedule = schedule(new Optimizer.Sgd(0, false, .5));

        assertThat(after(schedule, true, 1)).isCloseTo(1 + .1f * (2 - .5f), within(1e-6f));
        assertThat(after(schedule, false, 1)).isCloseTo(1.2f, within(1e-6f));
    }

    @Test
    void adamStepsByTheRateWhateverTheGradient() {
        Schedule schedule = schedule(Optimizer.AdamW.standard(.5));

        assertThat(after(schedule, false, 1)).isCloseTo(1.1f, within(1e-5f));
        assertThat(after(schedule, true, 1)).isCloseTo(1.1f - .1f * .5f, within(1e-5f));
    }

    @Test
    void aLongGradientIsShortened() {
        Schedule schedule = schedule(new Optimizer.Sgd(0, false, 0)).withMaxGradientNorm(.5);

        assertThat(after(schedule, true, 1)).isCloseTo(1.05f, within(1e-6f));
    }
}
