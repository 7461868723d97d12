package io.espalier.nd4j;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rows of a table, by numbers that the batch brings. */
final class EmbedLayer extends ArrayLayer {
    private final Supplier<long[]> numbers;
    private final int rows;
    private final int length;

    /** @param numbers of the present batch, 0 to below {@code rows}; negative ones count from the end */
    EmbedLayer(Workers workers, Scratch heap, Supplier<long[]> numbers, int rows, TapeValue table, TapeValue output) {
        super(workers, heap, List.of(table), output);
        this.numbers = numbers;
        this.rows = rows;
        length = table.elements() / rows;
    }

    @Override
    void forward(List<float[]> x, float[] y) {
        int at = 0;
        for (long number : numbers.get()) {
            System.arraycopy(x.get(0), row(number) * length, y, at, length);
            at += length;
        }
    }

    private int row(long number) {
        long row = number < 0 ? number + rows : number;
        if (row < 0 || row >= rows) {
            throw new IllegalArgumentException(
                    "The data has the number %d where a table of %d rows is read.".formatted(number, rows));
        }
        return (int) row;
    }

    @Override
    void backward(List<float[]> x, float[] y, float[] gradientY, List<float @Nullable []> gradientsX) {
        float[] gradient = gradientsX.get(0);
        if (gradient == null) {
            return;
        }
        Arrays.fill(gradient, 0, rows * length, 0);
        int at = 0;
        for (long number : numbers.get()) {
            int to = row(number) * length;
            for (int i = 0; i < length; i++) {
                gradient[to + i] += gradientY[at + i];
            }
            at += length;
        }
    }
}
