package io.espalier.training;

import io.espalier.zoo.weights.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * What a training makes small: a number for the outputs of a network on a batch, and its gradient by each output.
 * Thread-safe; equal outputs and batches give equal numbers.
 */
public interface Loss {

    /** The outputs that it reads. */
    Set<String> outputs();

    /**
     * Computes the loss.
     *
     * @param outputs of the network, FLOAT, by name
     * @throws IllegalArgumentException when outputs and targets do not fit together
     */
    LossValue of(Map<String, Tensor> outputs, TrainingBatch batch);
}
