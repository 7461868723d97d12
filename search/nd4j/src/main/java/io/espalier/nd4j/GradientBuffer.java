package io.espalier.nd4j;

/** Memory for the gradient by one value. Several values may share it when their gradients are equal. */
final class GradientBuffer {
    private final NativeArray memory;
    private int uses;

    GradientBuffer(NativeArray memory) {
        this.memory = memory;
    }

    NativeArray memory() {
        return memory;
    }

    void use() {
        uses++;
    }

    void release() {
        uses--;
    }

    /** How many values count on its contents. */
    int uses() {
        return uses;
    }
}
