package io.espalier.search.objective;

import io.espalier.cost.CostEstimate;
import java.util.Map;

/** The costs of one network, by metric. */
@FunctionalInterface
public interface KnownCosts {
    /** @throws IllegalArgumentException when it is not known */
    CostRange cost(MetricName metric);

    /** Costs taken as they are. @param values by metric as in {@code front.json} */
    static KnownCosts ofValues(Map<String, Double> values) {
        return metric -> CostRange.exactly(required(values, metric));
    }

    /** Predicted costs with their intervals. @param estimates by metric as in {@code front.json} */
    static KnownCosts ofEstimates(Map<String, CostEstimate> estimates) {
        return metric -> CostRange.of(required(estimates, metric));
    }

    private static <T> T required(Map<String, T> costs, MetricName metric) {
        T cost = costs.get(metric.toString());
        if (cost == null) {
            throw new IllegalArgumentException("The cost (%s) is missing among %s.".formatted(metric, costs.keySet()));
        }
        return cost;
    }
}
