package io.espalier.nd4j;

import io.espalier.zoo.weights.Tensor;
import org.jspecify.annotations.Nullable;

/** Where the tape keeps an output of the network, and the gradient by it. */
final class TapeOutput {
    private final String name;
    private final View view;
    private final TapeValue value;
    private final GradientBuffer gradient;
    /** From memory to the order of axes; null: memory is in that order. */
    private final @Nullable IndexMap map;

    TapeOutput(Arena arena, String name, View view, TapeValue value) {
        this.name = name;
        this.view = view;
        this.value = value;
        gradient = new GradientBuffer(arena.floats(value.elements()));
        value.addGradient(gradient);
        map = view.isRowMajor() ? null : IndexMaps.transposed(view.memorySizes(), view.order());
    }

    String name() {
        return name;
    }

    /** The numbers of the present batch. */
    Tensor tensor() {
        float[] memory = new float[value.elements()];
        value.memory().floats().get(0, memory);
        if (map == null) {
            return Tensor.ofFloats(view.sizes(), memory);
        }
        float[] ordered = new float[memory.length];
        map.gather(memory, ordered, 0, map.outer());
        return Tensor.ofFloats(view.sizes(), ordered);
    }

    /** @param tensor of the output's shape; null: zeros */
    void write(@Nullable Tensor tensor) {
        float[] ordered = tensor == null ? new float[value.elements()] : tensor.floats();
        if (ordered.length != value.elements()) {
            throw new IllegalArgumentException(
                    "The gradient by the output (%s) is %s, not %s.".formatted(name, tensor, view.sizes()));
        }
        if (map == null) {
            gradient.memory().floats().put(0, ordered);
            return;
        }
        float[] memory = new float[ordered.length];
        map.scatter(ordered, memory, 0, map.outer());
        gradient.memory().floats().put(0, memory);
    }
}
