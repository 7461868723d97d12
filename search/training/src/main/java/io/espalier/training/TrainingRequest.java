package io.espalier.training;

import io.espalier.zoo.weights.Model;

/**
 * Everything that decides the outcome of a training.
 *
 * @param model what is trained
 * @param batches what it is trained on: they do not depend on the network, so candidates with the same batches see the same
 *     examples
 * @param loss what is made small
 * @param seed of what an engine draws itself
 * @param threads 1 or more
 */
public record TrainingRequest(
        Model model, TrainingBatches batches, Loss loss, Schedule schedule, long seed, int threads) {
    public TrainingRequest {
        if (threads < 1) {
            throw new IllegalArgumentException("The number of threads (%d) must be 1 or more.".formatted(threads));
        }
    }
}
