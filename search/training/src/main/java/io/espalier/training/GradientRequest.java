package io.espalier.training;

import io.espalier.zoo.weights.Model;

/**
 * Batches to take the gradients of a network's loss on, one after the other.
 *
 * @param minibatches how many of the batches, from the first on; 0 or more
 * @param threads 1 or more
 */
public record GradientRequest(Model model, TrainingBatches batches, int minibatches, Loss loss, int threads) {
    public GradientRequest {
        if (threads < 1) {
            throw new IllegalArgumentException("The number of threads (%d) must be 1 or more.".formatted(threads));
        }
        if (minibatches < 0) {
            throw new IllegalArgumentException(
                    "The number of minibatches (%d) must be 0 or more.".formatted(minibatches));
        }
    }
}
