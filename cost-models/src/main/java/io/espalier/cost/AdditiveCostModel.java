package io.espalier.cost;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Precision;
import java.util.Collection;
import java.util.Map;

/**
 * A cost that is a sum over kernels, then calibrated: a search prices candidates of it from a table, tens of thousands a
 * second.
 */
public interface AdditiveCostModel extends CostModel {
    /** The cost of one kernel before calibration, in the unit of {@link #metric()}. */
    CostEstimate kernelCost(KernelKey kernel);

    /** What a kernel adds to a network; unless overridden, what it costs alone. */
    default CostEstimate contribution(KernelKey kernel) {
        return kernelCost(kernel);
    }

    /**
     * The cost of a network.
     *
     * @param sum of the contributions of its kernels
     * @param kernels how many kernels it has, by precision
     */
    CostEstimate calibrated(CostEstimate sum, Map<Precision, Integer> kernels);

    /** The cost of a network of these kernels, in any order. */
    default CostEstimate estimate(Collection<KernelKey> kernels) {
        return KernelSums.estimate(this, kernels);
    }

    @Override
    default CostEstimate estimate(CostQuery query) {
        return estimate(query.kernels().stream().map(Kernel::key).toList());
    }
}
