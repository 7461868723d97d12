package io.espalier.cost.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.cost.testing.CostModelContract;
import io.espalier.cost.testing.Queries;
import io.espalier.profile.DeviceFacts;
import io.espalier.profile.EnergyCosts;
import io.espalier.profile.EnergyCosts.Figure;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.ProfileId;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.RuntimeFacts;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.testing.NetworkBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnergyCostModelTest implements CostModelContract {
    private static final double PICOJOULE = 1e-9;

    private static HardwareProfile device(int batch, String... caches) {
        return HardwareProfile.empty(
                ProfileId.of("made-up"),
                new DeviceFacts("made up", "none", 2, List.of(caches), List.of(), "none"),
                new RuntimeFacts("fake", "1.0"),
                1,
                batch,
                ProfileProtocol.standard(),
                Instant.EPOCH);
    }

    private static EnergyCosts figures(double watts) {
        return new EnergyCosts(
                Map.of("fp32", figure(5), "int8", figure(1)), figure(10), figure(100), figure(watts), 1.5);
    }

    private static Figure figure(double value) {
        return new Figure(value, "made up");
    }

    private static CostEstimate estimate(HardwareProfile profile, CostQuery query) {
        return EnergyCostModel.of(profile, KernelTableLatency.of(profile)).estimate(query);
    }

    /** 1×8×8 floats through a convolution of 2 filters of 3×3 with a bias, and a ReLU in the same kernel. */
    private static ModelGraph oneKernel() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        return net.build(net.relu(net.convolution("only", net.input(1, 8, 8), 1, 2, 3, 1, 1)))
                .graph();
    }

    @Override
    public CostModel model() {
        HardwareProfile profile = device(1, "L2 UNIFIED 65536 bytes");
        return EnergyCostModel.of(profile, KernelTableLatency.of(profile));
    }

    /** 64·9·2 MACs; 256 B in, 512 B out and the weights, all in the cache. */
    @Test
    void workAndBytesHaveTheirPrices() {
        ModelGraph graph = oneKernel();
        CostQuery query = Queries.of(graph, Precision.FP32);
        long weights = graph.weights().values().stream()
                .mapToLong(type -> 4 * type.shape().elements())
                .sum();
        CostEstimate estimate = estimate(device(1, "L1 DATA 32768 bytes").withEnergy(figures(0)), query);
        double picojoules = 64 * 9 * 2 * 5 + (256 + 512 + weights) * 10;
        assertThat(estimate.value()).isCloseTo(picojoules * PICOJOULE, within(1e-15));
        assertThat(estimate.low()).isCloseTo(estimate.value() / 1.5, within(1e-15));
        assertThat(estimate.high()).isCloseTo(estimate.value() * 1.5, within(1e-15));
        assertThat(estimate.confidence()).isEqualTo(Confidence.ANALYTIC);
    }

    /** With a batch of 4 each example moves a quarter of the weights, and a cache of 0 bytes holds nothing. */
    @Test
    void withoutACacheEveryByteComesFromMemoryAndABatchSharesTheWeights() {
        ModelGraph graph = oneKernel();
        long weights = graph.weights().values().stream()
                .mapToLong(type -> 4 * type.shape().elements())
                .sum();
        CostEstimate estimate = estimate(device(4).withEnergy(figures(0)), Queries.of(graph, Precision.FP32));
        double picojoules = 64 * 9 * 2 * 5 + (256 + 512 + weights / 4.0) * (10 + 100);
        assertThat(estimate.value()).isCloseTo(picojoules * PICOJOULE, within(1e-15));
    }

    /** Off the device's steps a fusion breaks and more bytes move; on them fewer channels never cost more. */
    @Test
    void onStepsFewerChannelsNeverCostMore() {
        double last = Double.POSITIVE_INFINITY;
        for (int inner = 64; inner > 0; inner -= 8) {
            double energy = model().estimate(Queries.of(Queries.block(inner).graph(), Precision.FP32))
                    .value();
            assertThat(energy).isLessThan(last);
            last = energy;
        }
    }

    @Test
    void eightBitsMoveAQuarterAndMultiplyCheaper() {
        HardwareProfile profile = device(1, "L3 UNIFIED 33554432 bytes");
        double fp32 = estimate(profile, Queries.of(Queries.block(16).graph(), Precision.FP32))
                .value();
        double int8 = estimate(profile, Queries.of(Queries.block(16).graph(), Precision.INT8))
                .value();
        assertThat(int8 / fp32).isBetween(.06, .3);
    }

    @Test
    void whatTheDeviceDrawsAnywayNeedsItsLatency() {
        HardwareProfile profile = device(1).withEnergy(figures(2));
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> estimate(profile, Queries.of(oneKernel(), Precision.FP32)));
    }
}
