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

class TopAccuracyTest implements OutputMetricContract {
    private static final int CLASSES = 6;

    @Override
    public OutputMetric metric() {
        return new TopAccuracy(2, "logits", "labels", CLASSES);
    }

    @Override
    public Tensor targets(SplittableRandom random) {
        return OutputMetricContract.labels(random, CLASSES, EXAMPLES);
    }

    @Override
    public Tensor perfect(Tensor targets) {
        return OutputMetricContract.scores(targets, CLASSES, 0, new SplittableRandom(1));
    }

    @Override
    public Tensor flawed(Tensor targets, SplittableRandom random) {
        return OutputMetricContract.scores(targets, CLASSES, 4, random);
    }

    private static Accuracy top(int k, int classes, Tensor scores, long... labels) {
        OutputMetric.Tally tally = new TopAccuracy(k, "y", "labels", classes).tally();
        tally.add(scores, Tensor.ofLongs(scores.shape().with(1, 1), labels).reshaped(Longs.of(labels.length)));
        return tally.accuracy();
    }

    @Test
    void countsLabelsAmongTheHighest() {
        Tensor scores = Tensor.ofFloats(Longs.of(3, 4), 4, 3, 2, 1, 1, 2, 3, 4, 1, 3, 4, 2);

        assertThat(top(1, 4, scores, 0, 0, 2)).isEqualTo(Accuracy.of(2, 3));
        assertThat(top(2, 4, scores, 1, 2, 3)).isEqualTo(Accuracy.of(2, 3));
        assertThat(top(3, 4, scores, 2, 1, 0)).isEqualTo(Accuracy.of(2, 3));
    }

    @Test
    void ofEqualScoresTheFirstIsAhead() {
        Tensor equal = Tensor.ofFloats(Longs.of(2, 3), 1, 1, 1, 1, 1, 1);

        assertThat(top(1, 3, equal, 0, 1)).isEqualTo(Accuracy.of(1, 2));
        assertThat(top(2, 3, equal, 1, 2)).isEqualTo(Accuracy.of(1, 2));
    }

    @Test
    void whatIsNoNumberIsNeverRight() {
        Tensor broken = Tensor.ofFloats(Longs.of(2, 2), Float.NaN, Float.NaN, 1, Float.NaN);

        assertThat(top(1, 2, broken, 0, 0).value()).isZero();
    }

    @Test
    void ofManyPlacesEachExampleCountsAlike() {
        Tensor scores = Tensor.ofFloats(Longs.of(2, 2, 4), 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0);
        Tensor labels = Tensor.ofLongs(Longs.of(2, 4), 0, 0, 0, 1, 0, 1, -1, -1);
        OutputMetric.Tally tally = new TopAccuracy(1, "y", "labels", 2).tally();

        tally.add(scores, labels);

        assertThat(tally.accuracy().value()).isCloseTo((.75 + .5) / 2, within(1e-12));
        // The shares .75 and .5 deviate from their mean by .125 each.
        assertThat(tally.accuracy().standardError()).isCloseTo(Math.sqrt(2 * .125 * .125 / 2), within(1e-12));
    }

    @Test
    void labelsOfOtherDataAreRefused() {
        assertThatThrownBy(() -> top(1, 3, Tensor.ofFloats(Longs.of(1, 3), 1, 2, 3), 3))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(
                        "The label (3) is none of the 3 classes of the output y.%nMaybe the data belongs to another model."
                                .formatted());
        assertThatThrownBy(() -> top(1, 3, Tensor.ofFloats(Longs.of(1, 4), 1, 2, 3, 4), 0))
                .hasMessageStartingWith(
                        "The model's output y has shape [1, 4], but there are labels of shape [1] for 3");
    }
}
