package io.espalier.zoo.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlgebraTest {
    private static double[] random(int count, long seed) {
        return new SplittableRandom(seed).doubles(count, -1, 1).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 55, 146, 300})
    void productsAreSumsOverRows(int columns) {
        int count = 2 * columns;
        double[] rows = random(count * columns, columns);
        double[] products = new double[columns * columns];

        Algebra.addProducts(rows, rows, count, columns, columns, products);
        Algebra.addProducts(rows, rows, count, columns, columns, products);

        for (int i = 0; i < columns; i++) {
            for (int j = i; j < columns; j++) {
                double sum = 0;
                for (int row = 0; row < count; row++) {
                    sum += 2 * rows[row * columns + i] * rows[row * columns + j];
                }
                assertThat(products[i * columns + j]).isCloseTo(sum, within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 55, 146, 300})
    void solvesWhatItMultiplied(int size) {
        double[] rows = random(2 * size * size, size);
        double[] half = new double[size * size];
        Algebra.addProducts(rows, rows, 2 * size, size, size, half);
        double[] matrix = half.clone();
        double[] solution = random(size * 4, 1);
        double[] right = new double[size * 4];
        Algebra.addProduct(matrix, solution, right, size, size, 4);

        assertThat(Algebra.solve(matrix, size, right, 4)).isTrue();

        for (int i = 0; i < right.length; i++) {
            assertThat(right[i]).isCloseTo(solution[i], within(1e-8));
        }
    }
}
