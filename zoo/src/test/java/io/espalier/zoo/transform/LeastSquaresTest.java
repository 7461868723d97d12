package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LeastSquaresTest {
    private static final int NUMBERS = 5000;

    static Stream<Arguments> widthsAndSeeds() {
        return IntStream.rangeClosed(2, 8)
                .boxed()
                .flatMap(bits -> Stream.of(1L, 2L).map(seed -> Arguments.of(bits, seed)));
    }

    /** Of noise whose rare values are far out. */
    private static float[] noise(long seed, boolean positive) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            float value = (float) Math.pow(random.nextGaussian(), 3);
            values[i] = positive ? Math.max(value, 0) : value;
        }
        return values;
    }

    private static double error(float[] values, float scale, Levels levels) {
        double error = 0;
        for (float value : values) {
            error += Math.pow(value - scale * levels.nearest(value, scale), 2);
        }
        return error;
    }

    private static ValueRange range(float[] values) {
        float min = 0;
        float max = 0;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return new ValueRange(min, max);
    }

    @ParameterizedTest(name = "{0} bits, seed {1}")
    @MethodSource("widthsAndSeeds")
    void noScaleOfWeightsIsMuchBetter(int bits, long seed) {
        float[] values = noise(seed, false);
        Levels levels = Levels.ofWeights(bits);

        float found = LeastSquares.scales(Tensor.ofFloats(Longs.of(1, NUMBERS), values), 0, levels)[0];

        ValueRange range = range(values);
        float whole = Math.max(range.max(), -range.min()) / levels.highest();
        double least = error(values, found, levels);
        for (double share = 1; share > .1; share *= .97) {
            assertThat(least).isLessThanOrEqualTo(1.03 * error(values, (float) (whole * share), levels));
        }
    }

    @ParameterizedTest(name = "{0} bits, seed {1}")
    @MethodSource("widthsAndSeeds")
    void noCodeOfActivationsIsMuchBetter(int bits, long seed) {
        for (boolean positive : new boolean[] {true, false}) {
            float[] values = noise(seed, positive);
            ValueRange range = range(values);
            Histogram histogram = new Histogram(range);
            histogram.add(FloatBuffer.wrap(values));

            AffineCode found = LeastSquares.code(histogram, bits);

            int most = (1 << bits) - 1;
            double least = error(values, found.scale(), Levels.ofActivations(bits, found.zeroPoint()));
            for (double share = 1; share > .02; share *= .95) {
                float scale = (float) ((range.max() - range.min()) * share / most);
                int zero = Math.max(0, Math.min(most, Math.round((float) (-range.min() * share) / scale)));
                assertThat(least)
                        .as("share %s, positive %s", share, positive)
                        .isLessThanOrEqualTo(1.05 * error(values, scale, Levels.ofActivations(bits, zero)));
            }
        }
    }

    @Test
    void fewBitsCutRareValuesOffAndManyDoNot() {
        float[] values = noise(3, true);
        Histogram histogram = new Histogram(range(values));
        histogram.add(FloatBuffer.wrap(values));

        assertThat(LeastSquares.code(histogram, 2).scale() * 3)
                .isLessThan(.7f * range(values).max());
        assertThat(LeastSquares.code(histogram, 8).scale() * 255)
                .isGreaterThan(.9f * range(values).max());
    }

    @Test
    void weightsOnAGridGetTheirOwnStep() {
        float[] values = {.25f, -.5f, 1.75f, 0, -1.75f, 1f, 3f, -.75f, 0, 2.25f, -5.25f, .75f};
        Tensor weight = Tensor.ofFloats(Longs.of(2, 6), values);

        float[] scales = LeastSquares.scales(weight, 0, Levels.ofWeights(4));

        assertThat(scales[0]).isCloseTo(.25f, within(1e-6f));
        assertThat(scales[1]).isCloseTo(.75f, within(1e-6f));
    }

    @Test
    void zerosAloneHaveATinyStep() {
        Tensor weight = Tensor.ofFloats(Longs.of(1, 3), 0, 0, 0);

        assertThat(LeastSquares.scales(weight, 0, Levels.ofWeights(4))[0]).isPositive();
        assertThat(LeastSquares.code(new Histogram(new ValueRange(0, 0)), 4).scale())
                .isPositive();
    }
}
