package io.espalier.training;

import io.espalier.zoo.weights.Tensor;
import java.util.Map;

/** A network that another one learns from. Thread-safe. */
@FunctionalInterface
public interface Teacher {

    /**
     * What the teacher says of some examples, by the names of its outputs, one row an example. The numbers of an example
     * depend on it and its view alone, not on the others or on who asked before.
     */
    Map<String, Tensor> outputs(TrainingBatch batch);
}
