package io.espalier.cost;

import io.espalier.profile.Kernel;
import io.espalier.zoo.graph.Precision;
import java.util.HashMap;
import java.util.Map;

/** Adds up the kernels of a network. */
final class KernelSums {
    private KernelSums() {}

    static CostEstimate estimate(AdditiveCostModel model, CostQuery query) {
        CostEstimate sum = CostEstimate.exactly(model.metric(), 0, Confidence.MEASURED);
        Map<Precision, Integer> counts = new HashMap<>();
        for (Kernel kernel : query.kernels()) {
            sum = sum.plus(model.kernelCost(kernel.key()));
            counts.merge(kernel.key().precision(), 1, Integer::sum);
        }
        return model.calibrated(sum, counts);
    }
}
