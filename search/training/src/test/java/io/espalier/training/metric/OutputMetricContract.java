package io.espalier.training.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.training.Accuracy;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every metric of outputs keeps. */
interface OutputMetricContract {
    int EXAMPLES = 24;

    OutputMetric metric();

    /** Targets of {@link #EXAMPLES} examples. */
    Tensor targets(SplittableRandom random);

    /** Outputs in which nothing is wrong. */
    Tensor perfect(Tensor targets);

    /** Outputs that are not all right. */
    Tensor flawed(Tensor targets, SplittableRandom random);

    private static Tensor rows(Tensor all, int... rows) {
        int length = all.bytes().remaining() / EXAMPLES;
        java.nio.ByteBuffer some = java.nio.ByteBuffer.allocate(length * rows.length);
        for (int row : rows) {
            some.put(all.bytes().slice(row * length, length));
        }
        return Tensor.of(all.dataType(), all.shape().with(0, rows.length), some.flip());
    }

    private Accuracy accuracy(Tensor outputs, Tensor targets, int[]... batches) {
        OutputMetric.Tally tally = metric().tally();
        for (int[] batch : batches) {
            tally.add(rows(outputs, batch), rows(targets, batch));
        }
        return tally.accuracy();
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    @Test
    default void nothingWrongIsOneWithoutError() {
        Tensor targets = targets(new SplittableRandom(1));

        Accuracy accuracy = accuracy(perfect(targets), targets, range(0, EXAMPLES));

        assertThat(accuracy.value()).isEqualTo(1);
        assertThat(accuracy.standardError()).isCloseTo(0, within(1e-9));
        assertThat(accuracy.total()).isEqualTo(EXAMPLES);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void batchesAndOrderDoNotMatter(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor targets = targets(random);
        Tensor outputs = flawed(targets, random);

        Accuracy whole = accuracy(outputs, targets, range(0, EXAMPLES));
        Accuracy parts = accuracy(outputs, targets, range(7, EXAMPLES), range(0, 3), range(3, 7));

        assertThat(whole.value()).isLessThan(1);
        assertThat(whole.standardError()).isPositive();
        assertThat(parts.value()).isCloseTo(whole.value(), within(1e-9));
        assertThat(parts.standardError()).isCloseTo(whole.standardError(), within(1e-9));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    default void theStandardErrorFallsWithTheRootOfTheExamples(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor targets = targets(random);
        Tensor outputs = flawed(targets, random);

        int[] once = range(0, EXAMPLES);
        double error = accuracy(outputs, targets, once).standardError();
        Accuracy fourTimes = accuracy(outputs, targets, once, once, once, once);

        assertThat(fourTimes.standardError() / error).isCloseTo(.5, within(.03));
        assertThat(fourTimes.total()).isEqualTo(4 * EXAMPLES);
    }

    /** Law: what the examples say averages to the accuracy; a mean over classes is estimated, to the order of 1/n. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    default void theExamplesTogetherSayTheAccuracy(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor targets = targets(random);
        OutputMetric.Tally tally = metric().tally();
        tally.add(flawed(targets, random), targets);
        ExampleScores none = ExampleScores.of(new float[EXAMPLES]);

        PairedDifference mean = tally.examples().minus(none).orElseThrow();

        assertThat(mean.value()).isCloseTo(tally.accuracy().value(), within(.1 / EXAMPLES + .02));
        assertThat(mean.standardError()).isCloseTo(tally.accuracy().standardError(), within(.02));
    }

    @Test
    default void aGuessCountsFromZeroToBelowOne() {
        assertThat(metric().guessing()).isBetween(0.0, .999);
    }

    /** Logits in which the labels are the highest, and noise. */
    static Tensor scores(Tensor labels, int classes, double noise, SplittableRandom random) {
        int examples = labels.shape().intAt(0);
        int places = labels.elements() / examples;
        float[] scores = new float[examples * classes * places];
        long[] right = labels.longs();
        for (int i = 0; i < right.length; i++) {
            for (int c = 0; c < classes; c++) {
                scores[(i / places * classes + c) * places + i % places] =
                        (float) ((c == right[i] ? 1 : 0) + noise * random.nextDouble());
            }
        }
        long[] sizes = new long[labels.shape().size() + 1];
        sizes[0] = examples;
        sizes[1] = classes;
        for (int axis = 1; axis < labels.shape().size(); axis++) {
            sizes[axis + 1] = labels.shape().at(axis);
        }
        return Tensor.ofFloats(Longs.of(sizes), scores);
    }

    static Tensor labels(SplittableRandom random, int classes, long... sizes) {
        Longs shape = Longs.of(sizes);
        return Tensor.ofLongs(shape, random.longs(shape.product(), 0, classes).toArray());
    }
}
