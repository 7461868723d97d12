package io.espalier.search.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run wants, in numbers: objectives and constraints with the parent they are measured against.
 *
 * @param objectives accuracy first
 * @param parentCosts of the parent as the user gave it, by metric
 * @param parentAccuracy on search-validation
 */
public record Goals(
        List<Objective> objectives,
        List<Constraint> constraints,
        Map<String, Double> parentCosts,
        double parentAccuracy) {
    public Goals {
        Set<Objective> ordered = new LinkedHashSet<>(List.of(Objective.ACCURACY));
        ordered.addAll(objectives);
        objectives = List.copyOf(ordered);
        constraints = List.copyOf(constraints);
        parentCosts = Map.copyOf(new LinkedHashMap<>(parentCosts));
        if (objectives.size() < 2) {
            throw new IllegalArgumentException("Accuracy alone is no search.\nMaybe add --objective latency.");
        }
        Set<String> names = new HashSet<>();
        for (Objective objective : objectives) {
            if (!names.add(objective.name())) {
                throw new IllegalArgumentException(
                        "Two objectives are called (%s).\nMaybe another name for one.".formatted(objective.name()));
            }
        }
    }

    /** The same goals measured against these costs and this accuracy of the parent. */
    public Goals against(Map<String, Double> costs, double accuracy) {
        return new Goals(objectives, constraints, costs, accuracy);
    }

    /** The cost objectives, in order. */
    public List<Objective> costObjectives() {
        return objectives.subList(1, objectives.size());
    }

    /** The value of an objective in its unit. @throws IllegalArgumentException when a cost that it needs is missing */
    public double value(Objective objective, Map<String, Double> costs) {
        return objective
                .expression()
                .in(KnownCosts.ofValues(costs), KnownCosts.ofValues(parentCosts))
                .value();
    }

    /** 1 − accuracy, then each cost objective by {@link #minimised(Objective, Map)}. */
    public double[] minimised(double accuracy, Map<String, Double> costs) {
        double[] vector = new double[objectives.size()];
        vector[0] = 1 - accuracy;
        for (int i = 1; i < vector.length; i++) {
            vector[i] = minimised(objectives.get(i), costs);
        }
        return vector;
    }

    /**
     * A cost objective as something to minimise that is 1 for the parent: its share of the parent's value, or the inverse
     * where more is better. Where the parent has nothing, or less than nothing, to be measured against, 1 and the
     * difference.
     */
    public double minimised(Objective objective, Map<String, Double> costs) {
        double parent = value(objective, parentCosts);
        double value = value(objective, costs);
        boolean higher = objective.isHigherBetter();
        double minimised;
        if (parent > 0) {
            minimised = higher ? inverse(parent, value) : value / parent;
        } else {
            double scale = parent == 0 ? 1 : -parent;
            minimised = 1 + (higher ? parent - value : value - parent) / scale;
        }
        return Double.isFinite(minimised) ? minimised : Double.MAX_VALUE;
    }

    private static double inverse(double parent, double value) {
        return value > 0 ? parent / value : Double.MAX_VALUE;
    }

    /** How far the constraints on costs are broken, summed; 0 when all are kept. */
    public double costViolation(Map<String, Double> costs) {
        double violation = 0;
        for (Constraint constraint : constraints) {
            if (!constraint.isAccuracy()) {
                violation += violation(constraint, costs);
            }
        }
        return violation;
    }

    /** How far a constraint on costs is broken; 0 when it is kept. */
    public double violation(Constraint constraint, Map<String, Double> costs) {
        return constraint.violation(constraint.value(costs, parentCosts), constraint.value(parentCosts, parentCosts));
    }

    /** How far the constraints on accuracy are broken, summed; 0 when all are kept. */
    public double accuracyViolation(double accuracy) {
        double violation = 0;
        for (Constraint constraint : constraints) {
            if (constraint.isAccuracy()) {
                violation += constraint.violation(accuracy, parentAccuracy);
            }
        }
        return violation;
    }

    /**
     * Corner of the box that hypervolumes are measured in: guessing, at the cost of the parent.
     *
     * @param guessing accuracy of a guess, 0 to below 1
     */
    public double[] reference(double guessing) {
        double[] reference = new double[objectives.size()];
        Arrays.fill(reference, 1);
        reference[0] = 1 - guessing;
        return reference;
    }

    /** All metrics that objectives and constraints need. */
    public static Set<MetricName> metrics(List<Objective> objectives, List<Constraint> constraints) {
        Set<MetricName> metrics = new LinkedHashSet<>();
        List<CostExpression> expressions = new ArrayList<>();
        objectives.forEach(objective -> expressions.add(objective.expression()));
        constraints.forEach(constraint -> expressions.add(constraint.expression()));
        expressions.forEach(expression -> metrics.addAll(expression.metrics()));
        return metrics;
    }
}
