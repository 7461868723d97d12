package io.espalier.zoo.repair;

import io.espalier.zoo.graph.Longs;

/** The rows of inputs that a layer multiplies, one for each of its output positions. */
interface Windows {
    /** Positions of one window; 1 for a dense layer. */
    int size();

    /** Rows in inputs of this shape. */
    int rows(Longs shape);

    /**
     * Copies row {@code row} of a group to {@code target} from {@code offset} on: channel by channel the positions of its
     * window, 0 outside of the inputs.
     *
     * @param data of shape {@code shape}, row-major
     * @param first channel of the group
     * @param channels of the group
     */
    void copy(float[] data, Longs shape, int row, int first, int channels, double[] target, int offset);
}
