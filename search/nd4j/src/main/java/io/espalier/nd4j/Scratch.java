package io.espalier.nd4j;

import java.util.Arrays;

/** Heap arrays of one worker, grown on demand and reused. Their contents are left over from the last use. */
final class Scratch {
    private float[][] arrays = new float[0][];

    /** Array number {@code slot} with {@code length} or more elements. */
    float[] floats(int slot, int length) {
        if (slot >= arrays.length) {
            int old = arrays.length;
            arrays = Arrays.copyOf(arrays, slot + 1);
            Arrays.fill(arrays, old, slot + 1, new float[0]);
        }
        if (arrays[slot].length < length) {
            arrays[slot] = new float[length];
        }
        return arrays[slot];
    }
}
