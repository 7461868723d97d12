package io.espalier.training;

import io.espalier.zoo.graph.ModelGraph;

/** Batches without the first ones. @param skipped how many */
record LaterBatches(TrainingBatches batches, int skipped) implements TrainingBatches {

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
        return batches.batch(skipped + step);
    }
}
