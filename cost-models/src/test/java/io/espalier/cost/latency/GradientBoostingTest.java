package io.espalier.cost.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientBoostingTest {

    private static double[][] rows(int count, SplittableRandom random) {
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = new double[] {random.nextInt(64), random.nextInt(64), random.nextDouble()};
        }
        return rows;
    }

    /** A stair in the first feature that is twice as high where the second is a multiple of 4. */
    private static double stair(double[] row) {
        return Math.floor(row[0] / 16) * (row[1] % 4 == 0 ? 2 : 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void findsAStairThatItWasNotToldOf(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = rows(2000, random);
        double[] targets = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            // The second feature as its rest by 4: trees do not divide.
            targets[i] = stair(rows[i]);
            rows[i][1] %= 4;
        }
        GradientBoosting boosting = GradientBoosting.fit(rows, targets, seed);
        for (double[] row : rows(200, random)) {
            double expected = stair(row);
            row[1] %= 4;
            assertThat(boosting.predict(row)).isBetween(expected - .15, expected + .15);
        }
    }

    @Test
    void theSameRowsGiveTheSameSum() {
        double[][] rows = rows(100, new SplittableRandom(1));
        double[] targets = new double[100];
        for (int i = 0; i < 100; i++) {
            targets[i] = rows[i][0] * rows[i][2];
        }
        assertThat(GradientBoosting.fit(rows, targets, 1).predict(rows[0]))
                .isEqualTo(GradientBoosting.fit(rows, targets, 1).predict(rows[0]));
    }

    @Test
    void equalTargetsAreAnsweredAsTheyAre() {
        assertThat(GradientBoosting.fit(
                                rows(10, new SplittableRandom(1)), new double[] {3, 3, 3, 3, 3, 3, 3, 3, 3, 3}, 1)
                        .predict(new double[] {99, -5, 0}))
                .isEqualTo(3);
    }
}
