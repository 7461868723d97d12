package io.espalier.training.data;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.weights.Tensor;

/** Numbers of tensors, whatever their type. */
public final class Numbers {
    private Numbers() {}

    /** The numbers of a FLOAT or INT64 tensor. */
    public static float[] floats(Tensor tensor) {
        if (tensor.dataType() == DataType.FLOAT) {
            return tensor.floats();
        }
        long[] whole = tensor.longs();
        float[] values = new float[whole.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = whole[i];
        }
        return values;
    }
}
