package io.espalier.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The native copy of (a part of) a parameter, and of its gradient, that one operation works with. */
final class NativeWeight {
    private final Parameter parameter;
    private final int offset;
    private final NativeArray value;
    private final NativeArray gradient;
    private final float[] scratch;

    NativeWeight(Arena arena, Parameter parameter, int offset, int elements) {
        this.parameter = parameter;
        this.offset = offset;
        value = arena.floats(elements);
        gradient = arena.floats(elements);
        scratch = new float[elements];
    }

    /** Copies the parameter's numbers in. */
    void load() {
        value.floats().put(0, parameter.value(), offset, scratch.length);
    }

    /** Adds the native gradient to the parameter's. */
    void addGradient() {
        gradient.floats().get(0, scratch);
        float[] sum = parameter.gradient();
        for (int i = 0; i < scratch.length; i++) {
            sum[offset + i] += scratch[i];
        }
    }

    INDArray value(long... shape) {
        return value.shaped(shape);
    }

    INDArray gradient(long... shape) {
        return gradient.shaped(shape);
    }
}
