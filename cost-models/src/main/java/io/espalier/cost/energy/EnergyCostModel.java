package io.espalier.cost.energy;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.cost.analytic.AnalyticCosts;
import io.espalier.profile.EnergyCosts;
import io.espalier.profile.HardwareProfile;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.Node;

/**
 * Energy of one example in mJ: its multiply-accumulates at the price of their precision, the bytes that its kernels
 * move, and what the device draws anyway while it runs. Bytes move at the price of the cache as far as weights and peak
 * memory fit into it, beyond that at the price of the main memory as well. Not monotone in width: where fewer channels break
 * a fusion, more bytes move. Analytic: a figure for comparing networks. The interval is that of the figures
 * ({@link EnergyCosts#spread}), a judgement and no statistic.
 */
public final class EnergyCostModel implements CostModel {
    public static final CostMetric ENERGY = CostMetric.lowerIsBetter("energy", "mJ");

    private static final double MILLIJOULES_PER_PICOJOULE = 1e-9;

    private final EnergyCosts costs;
    private final long cacheBytes;
    private final int batch;
    private final CostModel peakMemory;
    private final CostModel latency;

    private EnergyCostModel(HardwareProfile profile, CostModel latency) {
        costs = profile.energy().orElseGet(EnergyCosts::textbook);
        cacheBytes = profile.device().largestCacheBytes();
        batch = profile.batch();
        peakMemory = AnalyticCosts.peakMemory(batch);
        this.latency = latency;
    }

    /**
     * The energy on the device of {@code profile}; where that says nothing, by {@link EnergyCosts#textbook}.
     *
     * @param latency of a call on that device in ms; asked only where the device draws something while it waits
     */
    public static EnergyCostModel of(HardwareProfile profile, CostModel latency) {
        return new EnergyCostModel(profile, latency);
    }

    @Override
    public CostMetric metric() {
        return ENERGY;
    }

    @Override
    public CostEstimate estimate(CostQuery query) {
        double work = MILLIJOULES_PER_PICOJOULE * (macPicojoules(query) + movedPicojoules(query));
        double low = work / costs.spread();
        double high = work * costs.spread();
        double watts = costs.staticWatts().value();
        if (watts > 0) {
            CostEstimate call = latency.estimate(query);
            work += watts * call.value() / batch;
            low += watts * call.low() / batch;
            high += watts * call.high() / batch;
        }
        return new CostEstimate(ENERGY, work, Math.min(low, work), Math.max(high, work), Confidence.ANALYTIC);
    }

    private double macPicojoules(CostQuery query) {
        double picojoules = 0;
        for (Node node : query.graph().nodes()) {
            long macs = Macs.of(query.graph(), node, query.shapes());
            if (macs > 0) {
                picojoules += macs * costs.macPicojoules(query.precision(node));
            }
        }
        return picojoules;
    }

    private double movedPicojoules(CostQuery query) {
        MovedBytes moved = MovedBytes.of(query);
        double together = moved.weights() + peakMemory.estimate(query).value();
        double fromMemory = together > cacheBytes ? (together - cacheBytes) / together : 0;
        double each = costs.cacheBytePicojoules().value()
                + fromMemory * costs.memoryBytePicojoules().value();
        return (moved.activations() + moved.weights() / batch) * each;
    }
}
