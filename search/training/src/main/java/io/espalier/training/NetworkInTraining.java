package io.espalier.training;

import io.espalier.zoo.weights.Tensor;
import java.util.Collection;
import java.util.Map;

/** What an engine brings to a {@link TrainingLoop}: a network whose weights can be moved. Not thread-safe. */
public interface NetworkInTraining extends AutoCloseable {

    /**
     * Computes the outputs for a batch, by name.
     *
     * @throws IllegalArgumentException when the batch has nothing that fits an input
     */
    Map<String, Tensor> forward(Map<String, Tensor> inputs);

    /**
     * Computes the gradients of all trained weights for the batch that was computed last.
     *
     * @param gradients by output; what is missing has none
     */
    void backward(Map<String, Tensor> gradients);

    /** Those that are trained. */
    Collection<? extends TrainedWeight> weights();

    /** Shows the network what was changed in {@link #weights}. */
    void weightsMoved();

    /** The gradients of the last batch, by weight, as the model has the weights. */
    Map<String, Tensor> gradients();

    /** All that training changed, running statistics included, by name. */
    Map<String, Tensor> trained();

    @Override
    void close();
}
