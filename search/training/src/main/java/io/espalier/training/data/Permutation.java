package io.espalier.training.data;

import java.util.Arrays;

/** Permutations that depend on a seed and a size only (Fisher and Yates). */
final class Permutation {
    private Permutation() {}

    /** The first {@code count} values of a permutation of 0..size-1. */
    static int[] first(int count, int size, long seed) {
        int[] values = new int[size];
        Arrays.setAll(values, i -> i);
        SplitMix random = new SplitMix(seed);
        for (int i = 0; i < count; i++) {
            int j = i + random.below(size - i);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
        return Arrays.copyOf(values, count);
    }
}
