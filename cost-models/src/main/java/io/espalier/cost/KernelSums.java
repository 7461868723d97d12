package io.espalier.cost;

import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Precision;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Adds up the kernels of a network. */
final class KernelSums {
    private KernelSums() {}

    static CostEstimate estimate(AdditiveCostModel model, Collection<KernelKey> kernels) {
        double value = 0;
        double low = 0;
        double high = 0;
        Confidence confidence = Confidence.MEASURED;
        Map<Precision, Integer> counts = new HashMap<>();
        for (KernelKey kernel : kernels) {
            CostEstimate cost = model.contribution(kernel);
            value += cost.value();
            low += cost.low();
            high += cost.high();
            confidence = confidence.and(cost.confidence());
            counts.merge(kernel.precision(), 1, Integer::sum);
        }
        return model.calibrated(new CostEstimate(model.metric(), value, low, high, confidence), counts);
    }
}
