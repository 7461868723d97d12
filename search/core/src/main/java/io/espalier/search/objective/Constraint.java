package io.espalier.search.objective;

import java.util.Map;

/**
 * A bound that a candidate must keep, such as {@code latency <= 60%}.
 *
 * @param text as the user wrote it
 * @param expression what is bounded, profiles written out
 * @param atMost {@code <=}; else {@code >=}
 * @param bound in {@code unit}, as a share of the parent's value, or as a difference of accuracies (both 1 = 100 %)
 * @param boundAt index of the bound's first character in the text
 * @param unit of the expression's values
 */
public record Constraint(
        String text, CostExpression expression, boolean atMost, double bound, Scale scale, int boundAt, Unit unit) {

    /** What the bound is measured against. */
    public enum Scale {
        ABSOLUTE,
        OF_PARENT,
        POINTS_FROM_PARENT
    }

    /**
     * Reads {@code EXPRESSION (<=|>=) NUMBER[UNIT|%|pt]}. For a cost {@code %} means of the parent; for accuracy
     * it is absolute, and {@code pt} is relative to the parent.
     *
     * @throws IllegalArgumentException when it cannot be read; the message says at which character
     */
    public static Constraint parse(String text, Vocabulary vocabulary) {
        return new ConstraintParser(text, vocabulary).constraint();
    }

    public boolean isAccuracy() {
        return expression.equals(Objective.ACCURACY.expression());
    }

    /** What is bounded, for a network of these costs. @throws IllegalArgumentException when one is missing */
    public double value(Map<String, Double> costs, Map<String, Double> parentCosts) {
        return expression
                .in(KnownCosts.ofValues(costs), KnownCosts.ofValues(parentCosts))
                .value();
    }

    /** The bound in the expression's own unit, for a parent of this value. */
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
        if (Double.isNaN(beyond)) {
            return Double.POSITIVE_INFINITY;
        }
        return beyond <= 0 ? 0 : beyond / Math.max(Math.abs(absolute), 1e-12);
    }

    /** The error of a bound that nothing in the space keeps. @param best the nearest value, in the expression's unit */
    public IllegalArgumentException unsatisfiable(double best, double parent) {
        return new IllegalArgumentException(
                "No candidate can keep the bound at character %d of the constraint \"%s\": the nearest is %.4g%s, %.1f%% of the parent's.\nMaybe %s."
                        .formatted(
                                boundAt + 1,
                                text,
                                best,
                                unit.equals(Unit.NONE) ? "" : " " + unit,
                                parent == 0 ? 0 : 100 * best / parent,
                                atMost ? "a higher bound" : "a lower bound"));
    }

    @Override
    public String toString() {
        return text;
    }
}
