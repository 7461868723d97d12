package io.espalier.cost.analytic;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import java.util.function.ToLongFunction;

/** A cost that is counted. */
record CountingCostModel(CostMetric metric, ToLongFunction<CostQuery> count) implements CostModel {
    @Override
    public CostEstimate estimate(CostQuery query) {
        return CostEstimate.exactly(metric, count.applyAsLong(query), Confidence.ANALYTIC);
    }
}
