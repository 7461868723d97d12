package guide;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.zoo.graph.Node;

/** Bytes of activations that one inference writes: what counts where memory is slow. */
public final class ActivationTraffic implements CostModel {
    private static final CostMetric METRIC = CostMetric.lowerIsBetter("activation-traffic", "bytes");

    @Override
    public CostMetric metric() {
        return METRIC;
    }

    @Override
    public CostEstimate estimate(CostQuery query) {
        double bytes = 0;
        for (Node node : query.graph().nodes()) {
            long elements = query.shapes().known(node.output()).withSymbols(1).elements();
            bytes += elements * query.precision(node).activationBits() / 8.0;
        }
        return CostEstimate.exactly(METRIC, bytes, Confidence.ANALYTIC);
    }
}
