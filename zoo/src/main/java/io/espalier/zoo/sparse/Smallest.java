package io.espalier.zoo.sparse;

import java.util.Arrays;

/** Finds the smallest of many magnitudes. */
final class Smallest {
    private Smallest() {}

    /**
     * Marks exactly {@code count} numbers: those nearest to 0, and of equally near ones the first. O(n log n).
     *
     * @param numbers what is not a number counts as the farthest
     */
    static boolean[] of(float[] numbers, long count) {
        if (count < 0 || count > numbers.length) {
            throw new IllegalArgumentException(
                    "%d of %d numbers cannot be the smallest.".formatted(count, numbers.length));
        }
        // The bits of positive floats are ordered as the floats are; below them stands the place.
        long[] order = new long[numbers.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) Float.floatToIntBits(Math.abs(numbers[i])) << Integer.SIZE | i;
        }
        Arrays.sort(order);
        boolean[] marked = new boolean[numbers.length];
        for (int i = 0; i < count; i++) {
            marked[(int) order[i]] = true;
        }
        return marked;
    }
}
