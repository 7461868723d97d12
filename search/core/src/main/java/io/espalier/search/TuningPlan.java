package io.espalier.search;

/**
 * How many cuts climb to each rung of tuning and for how long they are trained there: successive halving (Jamieson and
 * Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", 2016) with a factor of three. With
 * a budget all follows from it alone; with a time limit from the price of a step.
 *
 * @param contenders cuts trained briefly; 0: what was scored untrained is enough to choose the finalists
 * @param briefSteps of each contender
 * @param finalists cuts trained in full, 1 or more
 * @param steps of each finalist, 1 or more
 */
record TuningPlan(int contenders, int briefSteps, int finalists, int steps) {
    /** Contenders for a place among the finalists. */
    private static final int FACTOR = 3;
    /** Of all steps, the part that chooses. */
    private static final double BRIEF_SHARE = .25;
    /** With fewer, the accuracy of a cut says less than before. */
    private static final int FEWEST_BRIEF_STEPS = 32;

    private static final int MOST_BRIEF_STEPS = 200;
    private static final int MOST_FINALISTS = 24;
    private static final int FEWEST_FINALISTS = 3;
    private static final int MOST_STEPS = 3000;
    private static final int MOST_STEPS_OF_BUDGET = 1000;
    private static final int FEWEST_STEPS = 20;

    TuningPlan {
        if (contenders < 0 || contenders > 0 && briefSteps < 1 || finalists < 1 || steps < 1) {
            throw new IllegalArgumentException("A plan of %d cuts of %d steps and %d of %d trains none of one rung."
                    .formatted(contenders, briefSteps, finalists, steps));
        }
    }

    static TuningPlan ofBudget(int candidates) {
        int finalists = clamp(Math.round(Math.sqrt(candidates)), 2, MOST_FINALISTS);
        int steps = clamp(4L * candidates, FEWEST_STEPS, MOST_STEPS_OF_BUDGET);
        return of(finalists, steps, steps * BRIEF_SHARE / (1 - BRIEF_SHARE) / FACTOR);
    }

    /**
     * @param seconds for all
     * @param secondsPerStep of a middling cut, at the pace of all trainings side by side
     * @param besides seconds that a short training takes besides its steps, at that pace
     */
    static TuningPlan ofTime(double seconds, double secondsPerStep, double besides) {
        double total = seconds / secondsPerStep;
        int finalists = clamp(Math.round(Math.sqrt(total) / 7), FEWEST_FINALISTS, MOST_FINALISTS);
        int contenders = FACTOR * finalists;
        double brief = Math.min(MOST_BRIEF_STEPS, (BRIEF_SHARE * seconds / contenders - besides) / secondsPerStep);
        double chooses = brief < FEWEST_BRIEF_STEPS ? 0 : contenders * (brief + besides / secondsPerStep);
        return of(finalists, clampSteps((total - chooses) / finalists), brief);
    }

    private static TuningPlan of(int finalists, int steps, double brief) {
        return brief < FEWEST_BRIEF_STEPS
                ? new TuningPlan(0, 0, finalists, steps)
                : new TuningPlan(FACTOR * finalists, clamp(Math.round(brief), 1, MOST_BRIEF_STEPS), finalists, steps);
    }

    /** The same finalists, chosen by what was scored untrained. */
    TuningPlan withoutContest() {
        return new TuningPlan(0, 0, finalists, steps);
    }

    static int clampSteps(double steps) {
        return clamp(Math.round(steps), 1, MOST_STEPS);
    }

    private static int clamp(long value, int low, int high) {
        return (int) Math.max(low, Math.min(high, value));
    }
}
