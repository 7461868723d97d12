package io.espalier.cost.derived;

import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;

/**
 * The 95th percentile of the latency in ms, as blocks of the profile's own measurement showed it: kernels at their 95th
 * percentiles, calibrated to whole networks at theirs. It tells how restless the machine was while the profile was
 * measured, and is never below the latency.
 */
public final class TailLatencyCostModel implements CostModel {
    public static final CostMetric LATENCY_P95 = CostMetric.lowerIsBetter("latency-p95", "ms");

    private final CostModel latency;
    private final CostModel tail;

    private TailLatencyCostModel(HardwareProfile profile, CostModel latency) {
        this.latency = latency;
        tail = KernelTableLatency.of(atTail(profile));
    }

    /** @param latency of a call on the device of {@code profile}, in ms */
    public static TailLatencyCostModel of(HardwareProfile profile, CostModel latency) {
        return new TailLatencyCostModel(profile, latency);
    }

    @Override
    public CostMetric metric() {
        return LATENCY_P95;
    }

    @Override
    public CostEstimate estimate(CostQuery query) {
        CostEstimate usual = latency.estimate(query);
        CostEstimate rare = tail.estimate(query);
        return new CostEstimate(
                LATENCY_P95,
                Math.max(usual.value(), rare.value()),
                Math.max(usual.low(), rare.low()),
                Math.max(usual.high(), rare.high()),
                usual.confidence().and(rare.confidence()));
    }

    /** The profile whose latencies are the 95th percentiles of another. */
    private static HardwareProfile atTail(HardwareProfile profile) {
        return profile.withKernels(profile.kernels().stream()
                        .map(kernel -> new KernelLatency(kernel.key(), atTail(kernel.latency())))
                        .toList())
                .withNetworks(profile.networks().stream()
                        .map(network -> new NetworkSample(
                                network.name(), network.precision(), network.kernels(), atTail(network.latency())))
                        .toList());
    }

    private static LatencyStatistics atTail(LatencyStatistics latency) {
        return new LatencyStatistics(
                latency.p95Us(), latency.p95Us(), latency.madUs(), latency.p95Us(), latency.blocks(), latency.runs());
    }
}
