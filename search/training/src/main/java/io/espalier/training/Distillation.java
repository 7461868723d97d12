package io.espalier.training;

/**
 * A teacher's part in the loss: {@code (1 − weight) · CE + weight · T² · KL(teacher/T ‖ student/T)} (Hinton, Vinyals and
 * Dean, "Distilling the Knowledge in a Neural Network", 2015).
 *
 * @param temperature T, over 0
 * @param weight 0 (no teacher) to 1 (teacher alone)
 */
public record Distillation(double temperature, double weight, TeacherLogits teacher) {
    public Distillation {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("The temperature (%s) must be over 0.".formatted(temperature));
        }
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException("The weight (%s) of the teacher must be 0 to 1.".formatted(weight));
        }
    }

    /** T = 4, nine tenths for the teacher. */
    public static Distillation by(TeacherLogits teacher) {
        return new Distillation(4, .9, teacher);
    }
}
