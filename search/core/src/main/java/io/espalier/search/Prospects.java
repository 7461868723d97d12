package io.espalier.search;

import io.espalier.search.objective.Goals;

/** What an untrained accuracy promises: whether training can make anything of it. */
final class Prospects {
    /** Of the accuracy above guessing: below this, untrained ranks are noise. */
    private static final double FLOOR = .25;
    /** Tuning gives back most of what a cut costs; at least about this share of an untrained loss stays. */
    private static final double LASTING_LOSS = .15;

    private final Goals goals;
    private final double noise;

    /** @param guessing accuracy of a guess, 0 to below 1 */
    Prospects(Goals goals, double guessing) {
        this.goals = goals;
        this.noise = guessing + FLOOR * (goals.parentAccuracy() - guessing);
    }

    boolean isAboveNoise(double untrained) {
        return untrained >= noise;
    }

    boolean mayKeepBounds(double untrained) {
        return boundViolation(untrained) == 0;
    }

    /** How far an untrained accuracy is from promising anything; 0 when it does. */
    double shortfall(double untrained) {
        return Math.max(0, noise - untrained) + boundViolation(untrained);
    }

    private double boundViolation(double untrained) {
        return goals.accuracyViolation(goals.parentAccuracy() - LASTING_LOSS * (goals.parentAccuracy() - untrained));
    }
}
