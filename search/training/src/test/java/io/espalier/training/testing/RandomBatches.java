package io.espalier.training.testing;

import io.espalier.training.TrainingBatch;
import io.espalier.training.TrainingBatches;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Noise for the inputs of a network, whole numbers of 0 to 6 where it reads such, and labels. */
public record RandomBatches(ModelGraph graph, int batchSize, int classes, long seed) implements TrainingBatches {

    @Override
    public void requireFit(ModelGraph other) {}

    @Override
    public TrainingBatch batch(int step) {
        SplittableRandom random = new SplittableRandom(seed + step);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        graph.inputs().forEach(input -> {
            Longs sizes = Longs.of(input.type().shape().withSymbols(batchSize).toArray());
            boolean whole = input.type().dataType() != DataType.FLOAT;
            inputs.put(input.name(), whole ? numbers(sizes, random) : noise(sizes, random));
        });
        long[] labels = random.longs(batchSize, 0, classes).toArray();
        return new TrainingBatch(
                Longs.repeat(step, batchSize),
                Longs.repeat(0, batchSize),
                inputs,
                Map.of(TrainingBatch.LABELS, Tensor.ofLongs(Longs.of(batchSize), labels)));
    }

    private static Tensor noise(Longs sizes, SplittableRandom random) {
        float[] values = new float[Math.toIntExact(sizes.product())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return Tensor.ofFloats(sizes, values);
    }

    private static Tensor numbers(Longs sizes, SplittableRandom random) {
        return Tensor.ofLongs(sizes, random.longs(sizes.product(), 0, 7).toArray());
    }
}
