package io.espalier.training.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeanIntersectionOverUnionTest implements OutputMetricContract {
    private static final int CLASSES = 3;

    @Override
    public OutputMetric metric() {
        return new MeanIntersectionOverUnion("mask", "labels", CLASSES);
    }

    @Override
    public Tensor targets(SplittableRandom random) {
        return OutputMetricContract.labels(random, CLASSES, EXAMPLES, 5, 5);
    }

    @Override
    public Tensor perfect(Tensor targets) {
        return OutputMetricContract.scores(targets, CLASSES, 0, new SplittableRandom(1));
    }

    @Override
    public Tensor flawed(Tensor targets, SplittableRandom random) {
        return OutputMetricContract.scores(targets, CLASSES, 1.5, random);
    }

    /** Scores of two classes that say these. */
    private static Tensor saying(Longs shape, int... classes) {
        int examples = shape.intAt(0);
        int places = classes.length / examples;
        float[] scores = new float[2 * classes.length];
        for (int i = 0; i < classes.length; i++) {
            scores[(i / places * 2 + classes[i]) * places + i % places] = 1;
        }
        return Tensor.ofFloats(Longs.of(examples, 2, places), scores);
    }

    private static OutputMetric.Tally tally(Longs shape, int[] said, long... labels) {
        OutputMetric.Tally tally = new MeanIntersectionOverUnion("mask", "labels", 2).tally();
        tally.add(saying(shape, said), Tensor.ofLongs(shape, labels));
        return tally;
    }

    @Test
    void isTheMeanOverClassesOfWhatIsSharedByAllPlacesTogether() {
        // Class 0: 2 shared of 4; class 1: 2 shared of 4; the place without a label counts nowhere.
        OutputMetric.Tally tally = tally(Longs.of(2, 4), new int[] {0, 0, 1, 0, 1, 1, 0, 1}, 0, 1, 1, -1, 1, 0, 0, -1);

        assertThat(tally.accuracy().value()).isCloseTo((2.0 / 4 + 2.0 / 4) / 2, within(1e-12));
    }

    @Test
    void aClassThatDoesNotOccurIsNoPart() {
        assertThat(tally(Longs.of(1, 2), new int[] {1, 1}, 1, 1).accuracy().value())
                .isEqualTo(1);
    }

    @Test
    void itsErrorIsTheJackknifes() {
        int[] said = {0, 0, 1, 1, 1, 0};
        OutputMetric.Tally tally = tally(Longs.of(3, 2), said, 0, 1, 1, 1, 0, 0);
        double[] left = new double[3];
        left[0] = (1.0 / 2 + 2.0 / 3) / 2;
        left[1] = (2.0 / 4 + 0.0 / 2) / 2;
        left[2] = (1.0 / 2 + 2.0 / 3) / 2;
        double mean = (left[0] + left[1] + left[2]) / 3;
        double squares = 0;
        for (double value : left) {
            squares += (value - mean) * (value - mean);
        }

        assertThat(tally.accuracy().standardError()).isCloseTo(Math.sqrt(2.0 / 3 * squares), within(1e-12));
    }

    @Test
    void withoutLabelsThereIsNone() {
        assertThatThrownBy(() -> tally(Longs.of(1, 2), new int[] {0, 0}, -1, -1).accuracy())
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("No example has a label (labels) that counts.");
    }
}
