package io.espalier.search.evaluate;

import io.espalier.cost.CostEstimate;
import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A recipe with its predicted costs.
 *
 * @param costs by metric, as in {@code front.json}; empty when pricing failed
 * @param failure why pricing failed; empty when it did not
 */
public record Priced(Recipe recipe, CandidateId id, SortedMap<String, CostEstimate> costs, String failure) {
    public Priced {
        costs = Collections.unmodifiableSortedMap(new TreeMap<>(costs));
    }

    public boolean isFailed() {
        return !failure.isEmpty();
    }

    /** The predicted values alone. */
    public Map<String, Double> values() {
        Map<String, Double> values = new TreeMap<>();
        costs.forEach((name, estimate) -> values.put(name, estimate.value()));
        return values;
    }

    /** @throws IllegalArgumentException when there is no such cost */
    public CostEstimate cost(String metric) {
        CostEstimate estimate = costs.get(metric);
        if (estimate == null) {
            throw new IllegalArgumentException("The cost (%s) is missing among %s.".formatted(metric, costs.keySet()));
        }
        return estimate;
    }
}
