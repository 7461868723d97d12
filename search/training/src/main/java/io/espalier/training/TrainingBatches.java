package io.espalier.training;

import io.espalier.zoo.graph.ModelGraph;

/**
 * The batches of a training, one for each step. They do not depend on the network: all that are trained on the same
 * batches see the same examples in the same order. Thread-safe.
 */
public interface TrainingBatches {

    /** Examples a batch, 1 or more. */
    int batchSize();

    /**
     * Checks that the batches are what a network reads.
     *
     * @throws IllegalArgumentException when they are not
     */
    void requireFit(ModelGraph graph);

    /** @param step 0 for the first */
    TrainingBatch batch(int step);
}
