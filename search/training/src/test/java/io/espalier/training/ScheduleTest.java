package io.espalier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void theLearningRateClimbsInALineAndFallsAlongACosine() {
        Schedule schedule = Schedule.fineTuning(100).withPeakLearningRate(.02);

        assertThat(schedule.learningRate(0)).isCloseTo(.001, within(1e-12));
        assertThat(schedule.learningRate(9)).isCloseTo(.01, within(1e-12));
        assertThat(schedule.learningRate(19)).isCloseTo(.02, within(1e-12));
        assertThat(schedule.learningRate(20)).isCloseTo(.02, within(1e-12));
        assertThat(schedule.learningRate(60)).isCloseTo(.01, within(1e-12));
        assertThat(schedule.learningRate(99)).isBetween(0.0, .0001);
    }

    @Test
    void oneStepIsDoneAtThePeak() {
        assertThat(Schedule.fineTuning(1).learningRate(0)).isEqualTo(.001);
    }

    @Test
    void rejectsWhatCannotBe() {
        assertThatThrownBy(() -> Schedule.fineTuning(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The steps (0) must be 1 or more.");
        assertThatThrownBy(() -> Schedule.fineTuning(9).withPeakLearningRate(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The learning rate (NaN) must be over 0.");
    }

    @Test
    void aShortFineTuningTakesSmallerSteps() {
        assertThat(Schedule.fineTuning(150).peakLearningRate()).isCloseTo(.005, within(1e-12));
        assertThat(Schedule.fineTuning(2000).peakLearningRate()).isEqualTo(.01);
    }

    @Test
    void partsOfAScheduleTogetherAreTheWhole() {
        Schedule whole = Schedule.fineTuning(100).withWarmUp(.3);
        Schedule first = whole.part(0, 40);
        Schedule second = whole.part(40, 100).withBatchSize(8);

        for (int step = 0; step < 100; step++) {
            double expected = whole.learningRate(step);
            assertThat(step < 40 ? first.learningRate(step) : second.learningRate(step - 40))
                    .isEqualTo(expected);
        }
        assertThat(second.part(10, 20).learningRate(0)).isEqualTo(whole.learningRate(50));
        assertThat(second.steps()).isEqualTo(60);
    }

    @Test
    void aPartBeyondTheStepsIsRefused() {
        assertThatThrownBy(() -> Schedule.fineTuning(9).part(3, 10))
                .hasMessage("The steps from 3 to 10 are no part of 9 steps.");
    }
}
