package io.espalier.training;

import java.util.List;

/**
 * A teacher's part in the loss: {@code (1 − weight) · CE + weight · T² · KL(teacher/T ‖ student/T)}.
 *
 * @param temperature T, over 0
 * @param weight 0 (no teacher) to 1 (teacher alone)
 */
public record Distillation(double temperature, double weight) {
    /** T = 4, nine tenths for the teacher. */
    public static final Distillation STANDARD = new Distillation(4, .9);

    public Distillation {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("The temperature (%s) must be over 0.".formatted(temperature));
        }
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException("The weight (%s) of the teacher must be 0 to 1.".formatted(weight));
        }
    }

    /**
     * The loss of a student on {@link TaughtBatches}.
     *
     * @param output of the student
     * @param teachersOutput of the teacher
     */
    public Loss loss(String output, String teachersOutput) {
        return loss(output, teachersOutput, 0);
    }

    /** The same with label smoothing in the part of the labels. */
    public Loss loss(String output, String teachersOutput, double labelSmoothing) {
        return new WeightedLoss(List.of(
                new WeightedLoss.Term(1 - weight, new CrossEntropy(output, TrainingBatch.LABELS, labelSmoothing)),
                new WeightedLoss.Term(
                        weight, new TeacherDivergence(output, TaughtBatches.target(teachersOutput), temperature))));
    }
}
