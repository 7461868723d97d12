package io.espalier.search.evaluate;

import io.espalier.cost.CostEstimate;
import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A recipe with its predicted costs: at once those that a search decides by, the others when they are asked for.
 * Thread-safe.
 */
public final class Priced {
    private final Recipe recipe;
    private final CandidateId id;
    private final SortedMap<String, CostEstimate> prompt;
    private final Supplier<SortedMap<String, CostEstimate>> rest;
    private final String failure;
    private volatile @Nullable SortedMap<String, CostEstimate> all;

    /**
     * @param costs by metric, as in {@code front.json}; empty when pricing failed
     * @param failure why pricing failed; empty when it did not
     */
    public Priced(Recipe recipe, CandidateId id, SortedMap<String, CostEstimate> costs, String failure) {
        this(recipe, id, costs, failure, TreeMap::new);
    }

    private Priced(
            Recipe recipe,
            CandidateId id,
            SortedMap<String, CostEstimate> prompt,
            String failure,
            Supplier<SortedMap<String, CostEstimate>> rest) {
        this.recipe = recipe;
        this.id = id;
        this.prompt = Collections.unmodifiableSortedMap(new TreeMap<>(prompt));
        this.failure = failure;
        this.rest = rest;
    }

    /** A recipe that has a price. @param rest costs that are worked out at most when they are asked for */
    static Priced of(
            Recipe recipe,
            CandidateId id,
            SortedMap<String, CostEstimate> prompt,
            Supplier<SortedMap<String, CostEstimate>> rest) {
        return new Priced(recipe, id, prompt, "", rest);
    }

    public Recipe recipe() {
        return recipe;
    }

    public CandidateId id() {
        return id;
    }

    /** Why pricing failed; empty when it did not. */
    public String failure() {
        return failure;
    }

    public boolean isFailed() {
        return !failure.isEmpty();
    }

    /** All costs by metric, as in {@code front.json}; empty when pricing failed. */
    public SortedMap<String, CostEstimate> costs() {
        SortedMap<String, CostEstimate> known = all;
        if (known == null) {
            SortedMap<String, CostEstimate> both = new TreeMap<>(prompt);
            both.putAll(rest.get());
            known = Collections.unmodifiableSortedMap(both);
            all = known;
        }
        return known;
    }

    /** The predicted values that a search decides by. */
    public Map<String, Double> values() {
        return values(prompt);
    }

    /** The predicted values of all costs. */
    public Map<String, Double> allValues() {
        return values(costs());
    }

    private static Map<String, Double> values(SortedMap<String, CostEstimate> costs) {
        Map<String, Double> values = new TreeMap<>();
        costs.forEach((name, estimate) -> values.put(name, estimate.value()));
        return values;
    }

    /** @throws IllegalArgumentException when there is no such cost */
    public CostEstimate cost(String metric) {
        CostEstimate estimate = prompt.containsKey(metric) ? prompt.get(metric) : costs().get(metric);
        if (estimate == null) {
            throw new IllegalArgumentException(
                    "The cost (%s) is missing among %s.".formatted(metric, costs().keySet()));
        }
        return estimate;
    }

    /** Equal recipes whose prompt costs are equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Priced that
                && id.equals(that.id)
                && recipe.equals(that.recipe)
                && prompt.equals(that.prompt)
                && failure.equals(that.failure);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id.brief() + (isFailed() ? " failed: " + failure : " " + prompt);
    }
}
