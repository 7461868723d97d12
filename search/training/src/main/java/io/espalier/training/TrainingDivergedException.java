package io.espalier.training;

/** The loss is no number any more: this network cannot be trained with this schedule. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int step;

    /** @param step the step, from 1, whose loss was no number */
    public TrainingDivergedException(int step, double learningRate) {
        super(
                "The loss of training step %d is no number any more at learning rate %.3g.\nMaybe the learning rate is too high for this network."
                        .formatted(step, learningRate));
        this.step = step;
    }

    public int step() {
        return step;
    }
}
