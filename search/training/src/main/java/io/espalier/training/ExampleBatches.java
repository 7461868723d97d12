package io.espalier.training;

import io.espalier.training.data.Batch;
import io.espalier.training.data.Examples;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import java.util.Arrays;

/** Examples to train on, in random order and random views, or one after the other. */
public final class ExampleBatches implements TrainingBatches {
    private final Examples examples;
    private final int batchSize;
    private final Order order;

    /** Writes which examples a step sees, and in which views. */
    @FunctionalInterface
    private interface Order {
        void write(int step, int[] indices, int[] views);
    }

    private ExampleBatches(Examples examples, int batchSize, Order order) {
        if (examples.size() < 1) {
            throw new IllegalArgumentException("There are no examples to train on.");
        }
        this.examples = examples;
        this.batchSize = batchSize;
        this.order = order;
    }

    /** Examples in random order and random views. */
    public static ExampleBatches shuffled(Examples examples, int batchSize, long seed) {
        BatchOrder shuffled = new BatchOrder(Math.max(1, examples.size()), batchSize, examples.views(), seed);
        return new ExampleBatches(examples, batchSize, (step, indices, views) -> {
            synchronized (shuffled) {
                shuffled.batch(step, indices, views);
            }
        });
    }

    /** Examples in their order and first view; behind the last comes the first again. */
    public static ExampleBatches inOrder(Examples examples, int batchSize) {
        return new ExampleBatches(examples, batchSize, (step, indices, views) -> {
            for (int i = 0; i < batchSize; i++) {
                indices[i] = (int) (((long) step * batchSize + i) % examples.size());
            }
        });
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public void requireFit(ModelGraph graph) {
        try {
            examples.requireFit(graph.inputs(), graph.outputs());
        } catch (InvalidDataException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public TrainingBatch batch(int step) {
        int[] indices = new int[batchSize];
        int[] views = new int[batchSize];
        order.write(step, indices, views);
        Batch batch = examples.batch(indices, views);
        return new TrainingBatch(longs(indices), longs(views), batch.inputs(), batch.targets());
    }

    private static Longs longs(int[] numbers) {
        return Longs.of(Arrays.stream(numbers).asLongStream().toArray());
    }
}
