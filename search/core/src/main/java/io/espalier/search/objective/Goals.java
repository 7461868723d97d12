package io.espalier.search.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run wants, in numbers: objectives and constraints with the parent they are measured against.
 *
 * @param objectives accuracy first
 * @param higherIsBetter names of the costs of which more is better
 * @param parentCosts of the parent as the user gave it, by metric
 * @param parentAccuracy on search-validation
 */
public record Goals(
        List<Objective> objectives,
        List<Constraint> constraints,
        Set<String> higherIsBetter,
        Map<String, Double> parentCosts,
        double parentAccuracy) {
    public Goals {
        if (objectives.stream().noneMatch(Objective::isAccuracy)) {
            List<Objective> all = new ArrayList<>(List.of(Objective.ACCURACY));
            all.addAll(objectives);
            objectives = all;
        }
        Set<Objective> ordered = new LinkedHashSet<>(List.of(Objective.ACCURACY));
        ordered.addAll(objectives);
        objectives = List.copyOf(ordered);
        constraints = List.copyOf(constraints);
        higherIsBetter = Set.copyOf(higherIsBetter);
        parentCosts = Map.copyOf(new LinkedHashMap<>(parentCosts));
        if (objectives.size() < 2) {
            throw new IllegalArgumentException("Accuracy alone is no search.\nMaybe add --objective latency.");
        }
    }

    /** The cost objectives, in order. */
    public List<Objective> costObjectives() {
        return objectives.subList(1, objectives.size());
    }

    /** 1 − accuracy, then each cost as a share of the parent's; all are minimised. */
    public double[] minimised(double accuracy, Map<String, Double> costs) {
        double[] vector = new double[objectives.size()];
        vector[0] = 1 - accuracy;
        for (int i = 1; i < vector.length; i++) {
            String metric = objectives.get(i).toString();
            double parent = required(parentCosts, metric);
            double value = required(costs, metric);
            if (higherIsBetter.contains(objectives.get(i).metric().metric())) {
                vector[i] = value > 0 ? parent / value : Double.MAX_VALUE;
            } else {
                vector[i] = parent > 0 ? value / parent : value;
            }
        }
        return vector;
    }

    /** How far the constraints on costs are broken, summed; 0 when all are kept. */
    public double costViolation(Map<String, Double> costs) {
        double violation = 0;
        for (Constraint constraint : constraints) {
            if (!constraint.metric().isAccuracy()) {
                String metric = constraint.metric().toString();
                violation += constraint.violation(required(costs, metric), required(parentCosts, metric));
            }
        }
        return violation;
    }

    /** How far the constraints on accuracy are broken, summed; 0 when all are kept. */
    public double accuracyViolation(double accuracy) {
        double violation = 0;
        for (Constraint constraint : constraints) {
            if (constraint.metric().isAccuracy()) {
                violation += constraint.violation(accuracy, parentAccuracy);
            }
        }
        return violation;
    }

    /** Corner of the box that hypervolumes are measured in: guessing, at the cost of the parent. */
    public double[] reference(int classes) {
        double[] reference = new double[objectives.size()];
        Arrays.fill(reference, 1);
        reference[0] = 1 - 1.0 / classes;
        return reference;
    }

    private static double required(Map<String, Double> values, String metric) {
        Double value = values.get(metric);
        if (value == null) {
            throw new IllegalArgumentException("The cost (%s) is missing among %s.".formatted(metric, values.keySet()));
        }
        return value;
    }
}
