package io.espalier.training.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.training.Accuracy;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeanAbsoluteErrorTest implements OutputMetricContract {

    @Override
    public OutputMetric metric() {
        return new MeanAbsoluteError("depth", "depth", .5);
    }

    @Override
    public Tensor targets(SplittableRandom random) {
        return noisy(Tensor.ofFloats(Longs.of(EXAMPLES, 3), new float[EXAMPLES * 3]), random);
    }

    @Override
    public Tensor perfect(Tensor targets) {
        return targets;
    }

    @Override
    public Tensor flawed(Tensor targets, SplittableRandom random) {
        return noisy(targets, random);
    }

    private static Tensor noisy(Tensor tensor, SplittableRandom random) {
        float[] numbers = tensor.floats();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] += (float) (2 * random.nextDouble() - 1);
        }
        return Tensor.ofFloats(tensor.shape(), numbers);
    }

    @Test
    void isTheShareOfAGuessesErrorThatIsGone() {
        OutputMetric.Tally tally = metric().tally();
        tally.add(Tensor.ofFloats(Longs.of(2, 2), 1, 2, 3, 4), Tensor.ofFloats(Longs.of(2, 2), 1.1f, 1.9f, 3.3f, 4.3f));

        Accuracy accuracy = tally.accuracy();

        assertThat(accuracy.value()).isCloseTo(1 - .2 / .5, within(1e-6));
        assertThat(metric().reading(accuracy).value()).isCloseTo(.2, within(1e-6));
        // The examples' errors .1 and .3 deviate from their mean by .1.
        assertThat(metric().reading(accuracy).standardError()).isCloseTo(.1, within(1e-6));
        assertThat(metric().isHigherBetter()).isFalse();
    }

    @Test
    void worseThanAGuessIsBelowZeroAndStillTold() {
        OutputMetric.Tally tally = metric().tally();
        tally.add(Tensor.ofFloats(Longs.of(1, 1), 3), Tensor.ofLongs(Longs.of(1, 1), 1));

        assertThat(tally.accuracy().value()).isCloseTo(-3, within(1e-9));
        assertThat(metric().reading(tally.accuracy()).value()).isCloseTo(2, within(1e-9));
    }

    @Test
    void whatIsNoNumberIsAnError() {
        OutputMetric.Tally tally = metric().tally();
        tally.add(Tensor.ofFloats(Longs.of(1, 1), Float.NaN), Tensor.ofFloats(Longs.of(1, 1), 1));

        assertThatThrownBy(tally::accuracy)
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("The model's output depth holds what is no number.");
    }

    @Test
    void targetsThatNeverChangeCannotBeGuessedBetter() {
        assertThatThrownBy(() -> new MeanAbsoluteError("depth", "depth", 0))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("The targets (depth) differ from their mean by 0.0");
    }
}
