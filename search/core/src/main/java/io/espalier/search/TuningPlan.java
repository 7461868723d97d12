package io.espalier.search;

/**
 * How many cuts are tuned and for how long. With a budget both follow from it alone; with a time limit from the price of
 * a step.
 *
 * @param finalists cuts, 1 or more
 * @param steps of each, 1 or more
 */
record TuningPlan(int finalists, int steps) {
    private static final int MOST_FINALISTS = 24;
    private static final int FEWEST_FINALISTS = 3;
    private static final int MOST_STEPS = 3000;
    private static final int MOST_STEPS_OF_BUDGET = 1000;
    private static final int FEWEST_STEPS = 20;

    static TuningPlan ofBudget(int candidates) {
        return new TuningPlan(
                clamp(Math.round(Math.sqrt(candidates)), 2, MOST_FINALISTS),
                clamp(4L * candidates, FEWEST_STEPS, MOST_STEPS_OF_BUDGET));
    }

    /**
     * @param seconds for all
     * @param secondsPerStep of a middling finalist
     */
    static TuningPlan ofTime(double seconds, double secondsPerStep) {
        double total = seconds / secondsPerStep;
        int finalists = clamp(Math.round(Math.sqrt(total) / 7), FEWEST_FINALISTS, MOST_FINALISTS);
        return new TuningPlan(finalists, clamp(Math.round(total / finalists), 1, MOST_STEPS));
    }

    static int clampSteps(double steps) {
        return clamp(Math.round(steps), 1, MOST_STEPS);
    }

    private static int clamp(long value, int low, int high) {
        return (int) Math.max(low, Math.min(high, value));
    }
}
