package io.espalier.zoo.repair;

import io.espalier.zoo.graph.Longs;

/** Inputs of a Gemm or matrix product: the last axis, once for each place on the others. */
record DenseRows() implements Windows {
    @Override
    public int size() {
        return 1;
    }

    @Override
    public int rows(Longs shape) {
        return Math.toIntExact(shape.product() / shape.at(shape.size() - 1));
    }

    @Override
    public void copy(float[] data, Longs shape, int row, int first, int channels, double[] target, int offset) {
        int width = shape.intAt(shape.size() - 1);
        for (int channel = 0; channel < channels; channel++) {
            target[offset + channel] = data[row * width + first + channel];
        }
    }
}
