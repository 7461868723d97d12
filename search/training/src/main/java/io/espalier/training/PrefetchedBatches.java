package io.espalier.training;

import io.espalier.zoo.graph.ModelGraph;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Makes the batch of the next step while the network trains on this one. For one training; not thread-safe. */
public final class PrefetchedBatches implements TrainingBatches, AutoCloseable {
    private final TrainingBatches batches;
    private final int steps;
    private final ExecutorService maker;
    private @Nullable Future<TrainingBatch> next;
    private int nextStep = -1;

    /** @param steps of the training: none behind them is made */
    public PrefetchedBatches(TrainingBatches batches, int steps) {
        this.batches = batches;
        this.steps = steps;
        maker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "espalier-training-batches");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public int batchSize() {
        return batches.batchSize();
    }

    @Override
    public void requireFit(ModelGraph graph) {
        batches.requireFit(graph);
    }

    @Override
    public TrainingBatch batch(int step) {
        Future<TrainingBatch> made = next;
        TrainingBatch batch = made == null || nextStep != step ? batches.batch(step) : await(made);
        int following = step + 1;
        nextStep = following;
        next = following < steps ? maker.submit(() -> batches.batch(following)) : null;
        return batch;
    }

    private static TrainingBatch await(Future<TrainingBatch> made) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return made.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    throw new IllegalStateException("A batch could not be made.", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        maker.shutdownNow();
    }
}
