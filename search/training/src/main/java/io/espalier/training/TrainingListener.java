package io.espalier.training;

/** Follows a training, on the thread that trains. An exception it throws ends the training and reaches the caller. */
@FunctionalInterface
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener NONE = (step, steps, loss) -> {};

    /**
     * After each update.
     *
     * @param step updates done, 1 to {@code steps}
     * @param loss of the batch, before the update
     */
    void stepped(int step, int steps, double loss);
}
