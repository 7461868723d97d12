package io.espalier.training;

/** Share of right answers: {@code correct} of {@code total} images. */
public record Accuracy(int correct, int total) {
    public Accuracy {
        if (total < 1 || correct < 0 || correct > total) {
            throw new IllegalArgumentException(
                    "An accuracy of %d of %d must have 0 <= correct <= total, total > 0.".formatted(correct, total));
        }
    }

    /** The share, 0 to 1. */
    public double value() {
        return (double) correct / total;
    }

    /** Binomial standard error of the share, 0 to 0.5. */
    public double standardError() {
        return Math.sqrt(value() * (1 - value()) / total);
    }
}
