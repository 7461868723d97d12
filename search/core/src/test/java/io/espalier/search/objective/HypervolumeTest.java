package io.espalier.search.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HypervolumeTest {

    @Test
    void addsUpTheStairsOfTwoObjectives() {
        List<double[]> points = List.of(new double[] {.2, .6}, new double[] {.5, .3}, new double[] {.6, .65});
        // .8·.4 below the first, and .5·.3 more below the second.
        assertThat(Hypervolume.of(points, new double[] {1, 1})).isCloseTo(.47, within(1e-12));
    }

    @Test
    void countsNothingOutsideOfTheBox() {
        List<double[]> points = List.of(new double[] {.95, .1}, new double[] {.1, 1}, new double[] {.45, .5});
        assertThat(Hypervolume.share(points, new double[] {.9, 1})).isCloseTo(.45 * .5 / .9, within(1e-12));
        assertThat(Hypervolume.share(List.of(), new double[] {.9, 1})).isZero();
    }

    @Test
    void knowsThreeObjectives() {
        List<double[]> points = List.of(new double[] {0, .5, .5}, new double[] {.5, 0, .5}, new double[] {.5, .5, 0});
        // Three boxes of 1/4, three overlaps of 1/8 and the common 1/8 once again.
        assertThat(Hypervolume.of(points, new double[] {1, 1, 1})).isCloseTo(3 * .25 - 3 * .125 + .125, within(1e-12));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithSamplingInFourObjectives(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            points.add(vector(random));
        }
        int inside = 0;
        int samples = 200_000;
        for (int i = 0; i < samples; i++) {
            double[] sample = vector(random);
            inside += points.stream().anyMatch(point -> covers(point, sample)) ? 1 : 0;
        }
        double exact = Hypervolume.of(points, new double[] {1, 1, 1, 1});
        assertThat((double) inside / samples).isCloseTo(exact, within(.005));
    }

    private static double[] vector(SplittableRandom random) {
        return new double[] {random.nextDouble(), random.nextDouble(), random.nextDouble(), random.nextDouble()};
    }

    private static boolean covers(double[] point, double[] sample) {
        for (int i = 0; i < point.length; i++) {
            if (point[i] > sample[i]) {
                return false;
            }
        }
        return true;
    }
}
