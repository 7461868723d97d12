package io.espalier.nd4j;

import java.util.ArrayList;
import java.util.List;

/** A value of the tape for one batch: its numbers, channels last, and the buffers whose sum is its gradient. */
final class TapeValue {
    private final Size size;
    private final int batch;
    private final NativeArray memory;
    private final boolean trained;
    private final List<GradientBuffer> gradients = new ArrayList<>();

    /** @param trained whether a weight comes before it: else its gradient is of no use */
    TapeValue(Arena arena, Size size, int batch, boolean trained) {
        this.size = size;
        this.batch = batch;
        this.trained = trained;
        memory = arena.floats(Math.multiplyExact(size.elements(), batch));
    }

    Size size() {
        return size;
    }

    int batch() {
        return batch;
    }

    /** Pixels of all images. */
    int rows() {
        return batch * size.pixels();
    }

    int elements() {
        return memory.elements();
    }

    NativeArray memory() {
        return memory;
    }

    boolean isTrained() {
        return trained;
    }

    /** The shape {@code [batch, height, width, channels]}. */
    long[] shape() {
        return new long[] {batch, size.height(), size.width(), size.channels()};
    }

    void addGradient(GradientBuffer buffer) {
        buffer.use();
        gradients.add(buffer);
    }

    /** The parts of the gradient, complete once all readers have been planned. */
    List<GradientBuffer> gradients() {
        return List.copyOf(gradients);
    }
}
