package io.espalier.cost;

/**
 * What a network costs. A user's own cost is a public class that implements this, has a public constructor without
 * arguments and is named in {@code META-INF/services/io.espalier.cost.CostModel} of a jar in the folder given by
 * {@code --plugins}; the name of its metric is then an objective. Implementations must be thread-safe and answer the
 * same to the same query.
 */
public interface CostModel {
    /** Name, unit and direction of what is counted. */
    CostMetric metric();

    /** The cost of the network in {@code query}, in the unit of {@link #metric()}. */
    CostEstimate estimate(CostQuery query);
}
