package io.espalier.training;

import io.espalier.training.data.ArrayExamples;
import io.espalier.training.data.NumberArray;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Examples of arrays in random order: those that are named as the network's inputs are read by it, the others are targets. */
public final class ArrayBatches implements TrainingBatches {
    private final ArrayExamples examples;
    private final List<String> inputs;
    private final int batchSize;
    private final BatchOrder order;

    /** @param inputs names of the network's inputs */
    public ArrayBatches(ArrayExamples examples, List<String> inputs, int batchSize, long seed) {
        this.examples = examples;
        this.inputs = List.copyOf(inputs);
        this.batchSize = batchSize;
        order = new BatchOrder(examples.size(), batchSize, 1, seed);
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public void requireFit(ModelGraph graph) {
        for (GraphValue input : graph.inputs()) {
            NumberArray array = examples.arrays().get(input.name());
            if (array == null) {
                throw new IllegalArgumentException(
                        "The data has no array for the input (%s), but %s.%nMaybe rename its file."
                                .formatted(input.name(), examples.arrays().keySet()));
            }
            boolean whole = input.type().dataType() != DataType.FLOAT;
            boolean fits = whole == (array.dataType() != DataType.FLOAT)
                    && input.type().shape().rank() == array.shape().size();
            for (int axis = 1; fits && axis < array.shape().size(); axis++) {
                Dim dim = input.type().shape().dim(axis);
                fits = !dim.isKnown() || dim.size() == array.shape().at(axis);
            }
            if (!fits) {
                throw new IllegalArgumentException(
                        "The array (%s) holds %s %s, but the network reads %s %s.%nMaybe the data is not that of this network."
                                .formatted(
                                        input.name(),
                                        array.dataType(),
                                        array.shape(),
                                        input.type().dataType(),
                                        input.type().shape()));
            }
        }
    }

    @Override
    public TrainingBatch batch(int step) {
        int[] indices = new int[batchSize];
        synchronized (order) {
            order.batch(step, indices, new int[batchSize]);
        }
        Longs rows = Longs.of(Arrays.stream(indices).asLongStream().toArray());
        Map<String, Tensor> read = new LinkedHashMap<>();
        Map<String, Tensor> targets = new LinkedHashMap<>();
        examples.rows(rows).forEach((name, tensor) -> (inputs.contains(name) ? read : targets).put(name, tensor));
        return new TrainingBatch(rows, Longs.repeat(0, batchSize), read, targets);
    }
}
