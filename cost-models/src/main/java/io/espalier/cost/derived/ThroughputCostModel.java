package io.espalier.cost.derived;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.profile.HardwareProfile;

/**
 * Examples a second when a machine does nothing else: as many copies of the network side by side as its cores hold at the
 * profile's threads, each a call of the profile's batch after the other. Predicted as if copies did not slow each other
 * down, which is what they can reach at best: so with more than one copy it is analytic, and its interval reaches down to
 * what a single copy does. Measured at export, where the machine is at hand.
 */
public final class ThroughputCostModel implements CostModel {
    public static final CostMetric THROUGHPUT = CostMetric.higherIsBetter("throughput", "inferences/s");

    private static final double MS_PER_SECOND = 1000;
    /** No call is shorter than a clock's tick. */
    private static final double SHORTEST_MS = 1e-6;
    /** Of a latency: an interval that reaches down to nothing would reach up to infinity. */
    private static final double LEAST_SHARE = .01;

    private final CostModel latency;
    private final int batch;
    private final int copies;

    private ThroughputCostModel(HardwareProfile profile, CostModel latency) {
        this.latency = latency;
        batch = profile.batch();
        copies = copies(profile);
    }

    /** @param latency of a call on the device of {@code profile}, in ms */
    public static ThroughputCostModel of(HardwareProfile profile, CostModel latency) {
        return new ThroughputCostModel(profile, latency);
    }

    /** How many copies of a network the device of a profile runs side by side, 1 or more. */
    public static int copies(HardwareProfile profile) {
        return Math.max(1, profile.device().cores() / profile.threads());
    }

    @Override
    public CostMetric metric() {
        return THROUGHPUT;
    }

    @Override
    public CostEstimate estimate(CostQuery query) {
        CostEstimate call = latency.estimate(query);
        double each = MS_PER_SECOND * batch;
        double value = Math.max(call.value(), SHORTEST_MS);
        return new CostEstimate(
                THROUGHPUT,
                copies * each / value,
                each / Math.max(call.high(), value),
                copies * each / Math.max(call.low(), LEAST_SHARE * value),
                copies > 1 ? Confidence.ANALYTIC : call.confidence());
    }
}
