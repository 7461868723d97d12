package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.InvalidModelException;
import java.util.Arrays;

/** The numbers of a network, all layers behind each other, as its layers take them one after the other. */
final class Parameters {
    private final float[] numbers;
    private int next;

    Parameters(float[] numbers) {
        this.numbers = numbers;
    }

    /** The next numbers of an array of these sizes. @param layer for messages */
    float[] take(String layer, long... sizes) {
        long count = 1;
        for (long size : sizes) {
            count = Math.multiplyExact(count, size);
        }
        if (count < 0 || count > numbers.length - next) {
            throw new InvalidModelException(
                    "The layer (%s) has %d numbers, but of its %d coefficients only %d are left.%nMaybe coefficients and configuration belong to different networks."
                            .formatted(layer, count, numbers.length, numbers.length - next));
        }
        float[] taken = Arrays.copyOfRange(numbers, next, next + (int) count);
        next += (int) count;
        return taken;
    }

    void requireAllRead() {
        if (next != numbers.length) {
            throw new InvalidModelException(
                    "Its layers have %d numbers, but there are %d coefficients.%nMaybe coefficients and configuration belong to different networks."
                            .formatted(next, numbers.length));
        }
    }
}
