package io.espalier.search.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LowerHullTest {
    @Test
    void skipsWhatLiesAboveAChord() {
        LowerHull hull = LowerHull.of(
                List.of(new double[] {0, 1}, new double[] {1, .9}, new double[] {2, 0}, new double[] {2, 5}));
        assertThat(hull.at(1)).isCloseTo(.5, within(1e-12));
        assertThat(hull.at(-1)).isEqualTo(1);
        assertThat(hull.at(3)).isEqualTo(0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void liesBelowEveryPointAndTouchesSome(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            points.add(new double[] {random.nextInt(20), random.nextDouble()});
        }
        LowerHull hull = LowerHull.of(points);
        for (double[] point : points) {
            assertThat(hull.at(point[0])).isLessThanOrEqualTo(point[1] + 1e-12);
        }
        assertThat(points).filteredOn(point -> hull.at(point[0]) == point[1]).hasSizeGreaterThanOrEqualTo(2);
    }
}
