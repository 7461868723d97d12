package io.espalier.training.data;

import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Examples in a fixed order, as one model reads them: what it is fed, and what its outputs are compared with.
 * Implementations are immutable and thread-safe.
 */
public interface Examples {
    /** The target that holds class numbers: INT64 {@code [n]}, or {@code [n, ...]} with one for each place. */
    String LABELS = "labels";

    /** Number of examples; may be 0. */
    int size();

    /** How many views an example has: 1 when it is only shown as it is. */
    int views();

    /**
     * Some examples.
     *
     * @param indices of the examples, each 0 to {@code size() - 1}, 1 or more of them
     * @param viewNumbers of each example, 0 to {@code views() - 1}
     * @throws InvalidDataException when a file turns out to be broken
     */
    Batch batch(int[] indices, int[] viewNumbers);

    /** Types of the targets by name; the first size is the number of examples. */
    Map<String, TensorType> targets();

    /** The examples at {@code indices}, in that order. */
    Examples subset(int... indices);

    /** The same examples in these views, where they have views. */
    Examples augmented(Augmentation augmentation);

    /**
     * Checks that a model of these inputs and outputs can read them.
     *
     * @throws InvalidDataException when it cannot
     */
    void requireFit(List<GraphValue> inputs, List<GraphValue> outputs);

    /** How they are presented, where that can be chosen: part of what an accuracy depends on. */
    String presentation();

    /** The images that they are, when they are labelled images. */
    default Optional<ImageExamples> images() {
        return Optional.empty();
    }

    /** The first {@code count} of a permutation that depends on {@code seed} and the size only; all when fewer. */
    default Examples sample(int count, long seed) {
        return count >= size() ? this : subset(Permutation.first(count, size(), seed));
    }
}
