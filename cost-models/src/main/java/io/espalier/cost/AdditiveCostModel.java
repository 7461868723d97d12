package io.espalier.cost;

import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Precision;
import java.util.Map;

/**
 * A cost that is a sum over kernels, then calibrated: a search prices candidates of it from a table, tens of thousands a
 * second.
 */
public interface AdditiveCostModel extends CostModel {
    /** The cost of one kernel before calibration, in the unit of {@link #metric()}. */
    CostEstimate kernelCost(KernelKey kernel);

    /**
     * The cost of a network.
     *
     * @param sum of the costs of its kernels
     * @param kernels how many kernels it has, by precision
     */
    CostEstimate calibrated(CostEstimate sum, Map<Precision, Integer> kernels);

    @Override
    default CostEstimate estimate(CostQuery query) {
        return KernelSums.estimate(this, query);
    }
}
