package io.espalier.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassMatchingTest {

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreesWithTryingAllOrders(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = random.nextInt(1, 7);
        int[][] confusion = new int[n][n];
        for (int[] row : confusion) {
            for (int i = 0; i < n; i++) {
                row[i] = random.nextInt(20);
            }
        }
        int[] matching = ClassMatching.of(confusion);
        assertThat(IntStream.of(matching).distinct().count()).isEqualTo(n);
        int agreed = IntStream.range(0, n).map(i -> confusion[i][matching[i]]).sum();
        assertThat(agreed).isEqualTo(best(confusion, 0, new boolean[n]));
    }

    private static int best(int[][] confusion, int row, boolean[] taken) {
        if (row == confusion.length) {
            return 0;
        }
        int best = Integer.MIN_VALUE;
        for (int column = 0; column < taken.length; column++) {
            if (!taken[column]) {
                taken[column] = true;
                best = Math.max(best, confusion[row][column] + best(confusion, row + 1, taken));
                taken[column] = false;
            }
        }
        return best;
    }
}
