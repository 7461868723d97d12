package io.espalier.cost;

/** A user's cost model that fails by its name and in no other way. */
final class GuardedCostModel implements CostModel {
    private final CostModel delegate;
    private final CostMetric metric;

    private GuardedCostModel(CostModel delegate, CostMetric metric) {
        this.delegate = delegate;
        this.metric = metric;
    }

    /** @throws CostModelException when it has no proper metric */
    @SuppressWarnings("NullAway") // A plug-in may return null whatever its signature says.
    static GuardedCostModel of(CostModel delegate) {
        String name = delegate.getClass().getName();
        CostMetric metric;
        try {
            metric = delegate.metric();
        } catch (RuntimeException | LinkageError e) {
            throw new CostModelException(
                    name, "The cost model of class (%s) does not say what it counts: %s".formatted(name, e), e);
        }
        if (metric == null) {
            throw new CostModelException(
                    name, "The cost model of class (%s) does not say what it counts.".formatted(name));
        }
        return new GuardedCostModel(delegate, metric);
    }

    @Override
    public CostMetric metric() {
        return metric;
    }

    @Override
    @SuppressWarnings("NullAway") // A plug-in may return null whatever its signature says.
    public CostEstimate estimate(CostQuery query) {
        CostEstimate estimate;
        try {
            estimate = delegate.estimate(query);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new CostModelException(
                    metric.name(), "The cost model (%s) failed: %s".formatted(metric.name(), e), e);
        }
        if (estimate == null || !estimate.metric().equals(metric)) {
            throw new CostModelException(
                    metric.name(),
                    "The cost model (%s) answered (%s), which is no %s."
                            .formatted(metric.name(), estimate, metric.name()));
        }
        return estimate;
    }
}
