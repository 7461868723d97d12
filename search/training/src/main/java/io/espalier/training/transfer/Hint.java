package io.espalier.training.transfer;

/**
 * Two feature maps {@code [n, channels, height, width]}, of a student and of its teacher, that training brings together.
 *
 * @param student name of the value in the student's graph
 * @param teacher name of the value in the teacher's graph
 * @param weight of its part in the loss, 0 or more
 */
public record Hint(String student, String teacher, Kind kind, double weight) {
    public Hint {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException(
                    "The weight (%s) of the hint %s=%s must be 0 or more.".formatted(weight, student, teacher));
        }
    }

    /** With the usual weight of its kind. */
    public static Hint of(String student, String teacher, Kind kind) {
        return new Hint(student, teacher, kind, kind.usualWeight());
    }

    /** What is compared. */
    public enum Kind {
        /**
         * The teacher's numbers and what a 1×1 convolution, trained beside the student and dropped afterwards, makes of the
         * student's: mean squared error (Romero et al., "FitNets: Hints for Thin Deep Nets", 2015).
         */
        FITNETS(1),
        /** Where both are active: {@link io.espalier.training.AttentionTransfer}. */
        ATTENTION(10);

        private final double usualWeight;

        Kind(double usualWeight) {
            this.usualWeight = usualWeight;
        }

        /** Chosen on held-out images of CIFAR-10. */
        public double usualWeight() {
            return usualWeight;
        }
    }
}
