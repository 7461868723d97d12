package io.espalier.cost.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.cost.testing.Queries;
import io.espalier.profile.HardwareProfile;
import io.espalier.zoo.graph.Precision;
import org.junit.jupiter.api.Test;

/** What follows from a latency, by hand. */
class LatencyFamilyTest {
    private static final CostQuery QUERY = Queries.of(Queries.block(16).graph(), Precision.FP32);

    private final HardwareProfile profile = TimedProfiles.of(2, 1, 4);
    private final CostModel latency = KernelTableLatency.of(profile);
    private final CostEstimate call = latency.estimate(QUERY);
    private final CostModel throughput = ThroughputCostModel.of(profile, latency);

    /** Two cores, one thread, batch 4: two copies, each four examples a call. */
    @Test
    void throughputIsLatencyTimesCores() {
        CostEstimate estimate = throughput.estimate(QUERY);
        assertThat(estimate.value()).isCloseTo(2 * 4 * 1000 / call.value(), within(1e-6));
        assertThat(estimate.low()).isCloseTo(4 * 1000 / call.high(), within(1e-6));
        assertThat(estimate.high()).isCloseTo(2 * 4 * 1000 / call.low(), within(1e-6));
        assertThat(estimate.confidence()).isEqualTo(Confidence.ANALYTIC);
    }

    @Test
    void oneCopyIsAsSureAsTheLatency() {
        HardwareProfile one = TimedProfiles.of(2, 2, 1);
        CostEstimate estimate =
                ThroughputCostModel.of(one, KernelTableLatency.of(one)).estimate(QUERY);
        assertThat(estimate.confidence()).isEqualTo(Confidence.MEASURED);
        assertThat(ThroughputCostModel.copies(TimedProfiles.of(1, 2, 1))).isEqualTo(1);
    }

    /** 0.36 an hour is 0.0001 a second. */
    @Test
    void priceSharesOutTheHour() {
        CostEstimate estimate = PriceCostModel.of(throughput, .36).estimate(QUERY);
        CostEstimate second = throughput.estimate(QUERY);
        assertThat(estimate.value()).isCloseTo(.0001 * 1e6 / second.value(), within(1e-12));
        assertThat(estimate.low()).isCloseTo(.0001 * 1e6 / second.high(), within(1e-12));
        assertThat(estimate.high()).isCloseTo(.0001 * 1e6 / second.low(), within(1e-12));
    }

    @Test
    void anHourForNothingIsNoPrice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PriceCostModel.of(throughput, 0))
                .withMessage(
                        "The price of an hour (0.0) must be above 0.\nMaybe --price-per-hour 0.34, without a currency.");
    }

    /** The made-up machine's 95th percentiles are a quarter above its 10th. */
    @Test
    void theTailComesFromTheTailsOfTheProfile() {
        CostEstimate estimate = TailLatencyCostModel.of(profile, latency).estimate(QUERY);
        assertThat(estimate.value()).isCloseTo(1.25 * call.value(), within(.02 * call.value()));
        assertThat(estimate.low()).isGreaterThanOrEqualTo(call.low());
        assertThat(estimate.confidence()).isEqualTo(Confidence.MEASURED);
    }
}
