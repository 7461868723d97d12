package io.espalier.cost.latency;

import io.espalier.cost.AdditiveCostModel;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Precision;
import java.util.Map;

/**
 * Latency in ms on the machine of one profile: measured kernels, interpolated where a width was not measured, summed and
 * calibrated to the profile's whole networks. Thread-safe.
 */
public final class KernelTableLatency implements AdditiveCostModel {
    public static final CostMetric LATENCY = CostMetric.lowerIsBetter("latency", "ms");

    private KernelTableLatency(HardwareProfile profile) {}

    public static KernelTableLatency of(HardwareProfile profile) {
        return new KernelTableLatency(profile);
    }

    /** {@code latency}; the profile that it is of is {@link #profile()}. */
    @Override
    public CostMetric metric() {
        return LATENCY;
    }

    public HardwareProfile profile() {
        throw new UnsupportedOperationException("Predicting latency is not part of this build yet.");
    }

    /** @throws io.espalier.profile.InvalidProfileException when the profile cannot price it */
    @Override
    public CostEstimate kernelCost(KernelKey kernel) {
        throw new UnsupportedOperationException("Predicting latency is not part of this build yet.");
    }

    @Override
    public CostEstimate calibrated(CostEstimate sum, Map<Precision, Integer> kernels) {
        throw new UnsupportedOperationException("Predicting latency is not part of this build yet.");
    }
}
