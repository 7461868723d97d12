package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentPoolTest {
    private static float[] momentsOf(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        return new float[] {(float) mean, (float) variance};
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void batchesPoolToTheMomentsOfAllSamples(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] all = random.doubles(60).map(value -> 5 + value * value).toArray();
        MomentPool pool = new MomentPool(1);
        int from = 0;
        for (int size : new int[] {20, 1, 32, 7}) {
            float[] moments = momentsOf(Arrays.copyOfRange(all, from, from + size));
            pool.add(new float[] {moments[0]}, new float[] {moments[1]}, size);
            from += size;
        }

        float[] expected = momentsOf(all);
        assertThat(pool.moments().mean(0)).isCloseTo(expected[0], within(1e-6));
        assertThat(pool.moments().variance(0)).isCloseTo(expected[1], within(1e-5));
    }

    @Test
    void withoutABatchThereAreNoMoments() {
        assertThatThrownBy(new MomentPool(1)::moments)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Statistics need at least one batch of samples.");
    }

    @Test
    void keptChannelsMustBeThere() {
        ChannelMoments moments = ChannelMoments.of(new double[] {1, 2}, new double[] {3, 4});

        assertThat(moments.select(new int[] {1}).variance(0)).isEqualTo(4);
        assertThatThrownBy(() -> moments.select(new int[] {2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no channel (2) among 2.");
    }
}
