package io.espalier.training;

import io.espalier.training.data.Examples;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The examples of one step.
 *
 * @param examples their numbers in the data
 * @param views of each example, which view it is
 * @param inputs what the network reads, by the names of its inputs; one row an example
 * @param targets what its outputs are compared with, by name; one row an example
 */
public record TrainingBatch(Longs examples, Longs views, Map<String, Tensor> inputs, Map<String, Tensor> targets) {
    /** The target that holds class numbers: INT64 {@code [n]}, or {@code [n, ...]} with one for each place. */
    public static final String LABELS = Examples.LABELS;

    public TrainingBatch {
        inputs = Map.copyOf(inputs);
        targets = Map.copyOf(targets);
        if (views.size() != examples.size()) {
            throw new IllegalArgumentException(
                    "There are %d examples, but %d views.".formatted(examples.size(), views.size()));
        }
        requireRows(inputs, examples.size());
        requireRows(targets, examples.size());
    }

    private static void requireRows(Map<String, Tensor> tensors, int rows) {
        tensors.forEach((name, tensor) -> {
            if (tensor.shape().isEmpty() || tensor.shape().at(0) != rows) {
                throw new IllegalArgumentException(
                        "The tensor (%s) is %s in a batch of %d examples.".formatted(name, tensor.shape(), rows));
            }
        });
    }

    /** Number of examples. */
    public int size() {
        return examples.size();
    }

    /** The target of this name. @throws IllegalArgumentException when there is none */
    public Tensor target(String name) {
        Tensor target = targets.get(name);
        if (target == null) {
            throw new IllegalArgumentException(
                    "The data has no target (%s), but %s.".formatted(name, targets.keySet()));
        }
        return target;
    }

    /** The examples at some places, each as often as it is named. */
    public TrainingBatch rows(List<Integer> places) {
        return new TrainingBatch(
                numbers(examples, places), numbers(views, places), rows(inputs, places), rows(targets, places));
    }

    private static Longs numbers(Longs all, List<Integer> places) {
        return Longs.of(places.stream().map(all::at).toList());
    }

    private static Map<String, Tensor> rows(Map<String, Tensor> tensors, List<Integer> places) {
        Map<String, Tensor> some = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> some.put(name, rows(tensor, places)));
        return some;
    }

    private static Tensor rows(Tensor tensor, List<Integer> places) {
        ByteBuffer all = tensor.bytes();
        int length = all.remaining() / Math.max(1, tensor.shape().intAt(0));
        ByteBuffer some = ByteBuffer.allocate(Math.multiplyExact(length, places.size()));
        for (int place : places) {
            some.put(all.slice(place * length, length));
        }
        return Tensor.of(tensor.dataType(), tensor.shape().with(0, places.size()), some.flip());
    }

    /** With further targets. */
    public TrainingBatch withTargets(Map<String, Tensor> more) {
        Map<String, Tensor> all = new LinkedHashMap<>(targets);
        all.putAll(more);
        return new TrainingBatch(examples, views, inputs, all);
    }
}
