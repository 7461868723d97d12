package io.espalier.training;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Batches that also hold what a teacher says of them, as targets named {@link #target}. */
public record TaughtBatches(TrainingBatches batches, Teacher teacher) implements TrainingBatches {

    /** The name of the target that holds an output of the teacher. */
    public static String target(String teachersOutput) {
        return "teacher " + teachersOutput;
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
        TrainingBatch batch = batches.batch(step);
        Map<String, Tensor> said = new LinkedHashMap<>();
        teacher.outputs(batch).forEach((output, tensor) -> said.put(target(output), tensor));
        return batch.withTargets(said);
    }
}
