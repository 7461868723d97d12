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
 * @param projection what the weights are held to
 */
public record TrainingRequest(
        Model model,
        TrainingBatches batches,
        Loss loss,
        Schedule schedule,
        long seed,
        int threads,
        WeightProjection projection) {
    public TrainingRequest {
        if (threads < 1) {
            throw new IllegalArgumentException("The number of threads (%d) must be 1 or more.".formatted(threads));
        }
    }

    /** A training of free weights. */
    public TrainingRequest(Model model, TrainingBatches batches, Loss loss, Schedule schedule, long seed, int threads) {
        this(model, batches, loss, schedule, seed, threads, WeightProjection.NONE);
    }

    public TrainingRequest withModel(Model newModel) {
        return new TrainingRequest(newModel, batches, loss, schedule, seed, threads, projection);
    }

    /** The steps {@code from} to {@code until} (not included) of this training, as a training of its own: optimizers begin anew. */
    public TrainingRequest part(int from, int until) {
        TrainingBatches later = from == 0 ? batches : new LaterBatches(batches, from);
        return new TrainingRequest(model, later, loss, schedule.part(from, until), seed, threads, projection);
    }

    public TrainingRequest withProjection(WeightProjection newProjection) {
        return new TrainingRequest(model, batches, loss, schedule, seed, threads, newProjection);
    }
}
