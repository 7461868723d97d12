package io.espalier.search.objective;

/**
 * A bound that a candidate must keep, such as {@code latency <= 60%}.
 *
 * @param expression as the user wrote it
 * @param metric with its profile written out
 * @param atMost {@code <=}; else {@code >=}
 * @param bound in the metric's unit, as a share of the parent's cost, or as a difference of accuracies (both 1 = 100 %)
 * @param boundAt index of the bound's first character in the expression
 */
public record Constraint(String expression, MetricName metric, boolean atMost, double bound, Scale scale, int boundAt) {

    /** What the bound is measured against. */
    public enum Scale {
        ABSOLUTE,
        OF_PARENT,
        POINTS_FROM_PARENT
    }

    /**
     * Reads {@code METRIC[@PROFILE] (<=|>=) NUMBER[UNIT|%|pt]}. For a cost {@code %} means of the parent; for accuracy
     * it is absolute, and {@code pt} is relative to the parent.
     *
     * @throws IllegalArgumentException when it cannot be read; the message says at which character
     */
    public static Constraint parse(String expression, Vocabulary vocabulary) {
        return new Scanner("constraint", expression, vocabulary).constraint();
    }

    /** The bound in the metric's own unit, for a parent of this value. */
    public double absolute(double parent) {
        return switch (scale) {
            case ABSOLUTE -> bound;
            case OF_PARENT -> bound * parent;
            case POINTS_FROM_PARENT -> parent + bound;
        };
    }

    /** How far {@code value} is beyond the bound, as a share of the bound; 0 when it is kept. */
    public double violation(double value, double parent) {
        double absolute = absolute(parent);
        double beyond = atMost ? value - absolute : absolute - value;
        if (Double.isNaN(value)) {
            return Double.POSITIVE_INFINITY;
        }
        return beyond <= 0 ? 0 : beyond / Math.max(Math.abs(absolute), 1e-12);
    }

    /** The error of a bound that nothing in the space keeps. {@code best} is the nearest value, in the metric's unit. */
    public IllegalArgumentException unsatisfiable(double best, double parent, String unit) {
        return new IllegalArgumentException(
                "No candidate can keep the bound at character %d of the constraint \"%s\": the nearest is %.4g%s, %.1f%% of the parent's.\nMaybe %s."
                        .formatted(
                                boundAt + 1,
                                expression,
                                best,
                                unit.isEmpty() ? "" : " " + unit,
                                parent == 0 ? 0 : 100 * best / parent,
                                atMost ? "a higher bound" : "a lower bound"));
    }

    @Override
    public String toString() {
        return expression;
    }
}
