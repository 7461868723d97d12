package io.espalier.nd4j;

import java.util.ArrayList;
import java.util.List;

/** A value of the tape for one batch: its numbers, channels last, and the buffers whose sum is its gradient. */
final class TapeValue {
    private final Size size;
    private final int batch;
    private final NativeArray memory;
    private final boolean trained;
    private final List<GradientBuffer> gradients;

    /** @param trained whether a weight comes before it: else its gradient is of no use */
    TapeValue(Arena arena, Size size, int batch, boolean trained) {
        this(size, batch, arena.floats(Math.multiplyExact(size.elements(), batch)), trained, new ArrayList<>());
    }

    private TapeValue(Size size, int batch, NativeArray memory, boolean trained, List<GradientBuffer> gradients) {
        this.size = size;
        this.batch = batch;
        this.memory = memory;
        this.trained = trained;
        this.gradients = gradients;
    }

    /** The same numbers and gradients, taken for images of another size. */
    TapeValue seenAs(Size otherSize, int images) {
        if (Math.multiplyExact(otherSize.elements(), images) != elements()) {
            throw new IllegalArgumentException(
                    "%d images of %s are not %d numbers.".formatted(images, otherSize, elements()));
        }
        return new TapeValue(otherSize, images, memory, trained, gradients);
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
