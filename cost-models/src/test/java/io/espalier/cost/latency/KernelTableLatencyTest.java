package io.espalier.cost.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.cost.testing.CostModelContract;
import io.espalier.cost.testing.Queries;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.Roofline;
import io.espalier.profile.WidthStep;
import io.espalier.profile.testing.Profiles;
import io.espalier.profile.testing.Sheets;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelTableLatencyTest implements CostModelContract {
    private static final double PER_KERNEL_US = .3;
    private static final double PER_RUN_US = 2;

    private final HardwareProfile profile = profileOf(8, 16, 32, 48, 64);

    /** Kernels as stairs of 16 channels, whole networks that take some time more for each kernel and once. */
    private static double kernelUs(KernelKey key) {
        double steps = Math.ceil(key.inChannels() / 16.0) * Math.ceil(key.outChannels() / 16.0);
        return 1 + key.size().product() * steps / 100.0;
    }

    private static HardwareProfile profileOf(int... inners) {
        List<KernelLatency> kernels = new ArrayList<>();
        List<NetworkSample> networks = new ArrayList<>();
        List<WidthStep> steps = new ArrayList<>();
        for (Precision precision : List.of(Precision.FP32, Precision.INT8)) {
            for (int inner : inners) {
                CostQuery query = Queries.of(Queries.block(inner).graph(), precision);
                Map<KernelKey, Integer> counts = new HashMap<>();
                double us = PER_RUN_US;
                for (Kernel kernel : query.kernels()) {
                    kernels.add(Profiles.latency(kernel.key().toString(), kernelUs(kernel.key())));
                    counts.merge(kernel.key(), 1, Integer::sum);
                    us += kernelUs(kernel.key()) + PER_KERNEL_US;
                    if (kernel.key().isWeighted()) {
                        steps.add(new WidthStep(kernel.key(), KernelKey.Axis.IN, 16));
                        steps.add(new WidthStep(kernel.key(), KernelKey.Axis.OUT, 16));
                    }
                }
                networks.add(new NetworkSample("inner" + inner, precision, counts, Profiles.statistics(us)));
            }
        }
        return Profiles.empty().withKernels(kernels).withNetworks(networks).withSteps(steps);
    }

    @Override
    public CostModel model() {
        return KernelTableLatency.of(profile);
    }

    @Test
    void aProfilesOwnKernelsComeBackExactly() {
        KernelTableLatency model = KernelTableLatency.of(profile);
        for (KernelLatency kernel : profile.kernels()) {
            CostEstimate cost = model.kernelCost(kernel.key());
            assertThat(cost.value()).isEqualTo(kernel.latency().p10Us() / 1000);
            assertThat(cost.confidence()).isEqualTo(Confidence.MEASURED);
        }
    }

    @Test
    void aProfilesOwnNetworksComeBackWithinTheirInterval() {
        KernelTableLatency model = KernelTableLatency.of(profile);
        for (NetworkSample sample : profile.networks()) {
            int inner = Integer.parseInt(sample.name().substring("inner".length()));
            CostEstimate cost = model.estimate(Queries.of(Queries.block(inner).graph(), sample.precision()));
            double ms = sample.latency().p10Us() / 1000;
            assertThat(ms).isBetween(cost.low(), cost.high());
            assertThat(cost.value()).isCloseTo(ms, within(.02 * ms));
            assertThat(cost.confidence()).isEqualTo(Confidence.MEASURED);
        }
    }

    @Test
    void betweenMeasuredWidthsItFollowsTheStairs() {
        KernelTableLatency model = KernelTableLatency.of(profile);
        KernelKey missing = KernelKey.parse("conv+relu 16>24 32x32 k3x3 p1,1,1,1 fp32");
        CostEstimate cost = model.kernelCost(missing);
        double ms = kernelUs(missing) / 1000;
        assertThat(cost.value()).isCloseTo(ms, within(.1 * ms));
        assertThat(cost.confidence()).isEqualTo(Confidence.INTERPOLATED);
        assertThat(cost.low()).isLessThan(cost.value());
        assertThat(cost.high()).isGreaterThan(cost.value());
    }

    @Test
    void theFurtherFromMeasuringTheWiderTheInterval() {
        KernelTableLatency model = KernelTableLatency.of(profile);
        CostEstimate width = model.kernelCost(KernelKey.parse("conv+relu 16>24 32x32 k3x3 p1,1,1,1 fp32"));
        CostEstimate fusion = model.kernelCost(KernelKey.parse("conv+clip 16>24 32x32 k3x3 p1,1,1,1 fp32"));
        CostEstimate size = model.kernelCost(KernelKey.parse("conv+relu 16>24 16x16 k3x3 p1,1,1,1 fp32"));
        assertThat(List.of(spread(width), spread(fusion), spread(size))).isSorted();
        assertThat(size.confidence()).isEqualTo(Confidence.ANALYTIC);
        assertThat(size.value()).isLessThan(width.value());
    }

    private static double spread(CostEstimate estimate) {
        return estimate.high() / estimate.low();
    }

    @Test
    void oneUnknownWidthMakesTheWholeInterpolated() {
        CostEstimate cost = model().estimate(Queries.of(Queries.block(40).graph(), Precision.FP32));
        assertThat(cost.confidence()).isEqualTo(Confidence.INTERPOLATED);
    }

    @Test
    void aNetworkOfOtherKernelsCannotBePriced() {
        HardwareProfile poor = Profiles.empty().withKernels(List.of(Profiles.latency("gemm 64>10 - fp32", 3)));
        KernelTableLatency model = KernelTableLatency.of(poor);
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> model.estimate(Queries.of(Queries.block(8).graph(), Precision.FP32)))
                .withMessage("""
                        The profile (made-up) cannot price this model: it knows nothing like the kernels \
                        (conv+relu 3>16 32x32 k3x3 p1,1,1,1 plain fp32), (conv+relu 16>8 32x32 k3x3 p1,1,1,1 fp32), \
                        (conv+add+relu 8>16 32x32 k3x3 p1,1,1,1 fp32), (globalavgpool 16>16 32x32 fp32), \
                        (flatten 0>0 - fp32).
                        Maybe measure them: 'profile measure --id made-up --model FILE' on that device.""");
    }

    @Test
    void withoutWholeNetworksTheSumStandsWithAWideInterval() {
        HardwareProfile bare = Profiles.empty().withKernels(List.copyOf(profile.kernels()));
        CostQuery query = Queries.of(Queries.block(16).graph(), Precision.FP32);
        CostEstimate cost = KernelTableLatency.of(bare).estimate(query);
        double sum = query.kernels().stream()
                .mapToDouble(kernel -> kernelUs(kernel.key()))
                .sum();
        assertThat(cost.value()).isCloseTo(sum / 1000, within(1e-9));
        assertThat(cost.high()).isGreaterThan(1.1 * cost.value());
    }

    @Test
    void aSheetPricesWhatNothingMeasuredIsLike() {
        Roofline sheet = Sheets.roofline(Map.of(Precision.FP32, 10.0));
        CostEstimate price = KernelTableLatency.of(Profiles.empty().withSheet(sheet))
                .kernelCost(KernelKey.parse("conv 64>64 32x32 k3x3 p1,1,1,1 fp32"));
        double ms = .002 + 1024 * 576 * 64 / 1e7;
        assertThat(price.value()).isCloseTo(ms, within(1e-9));
        assertThat(price.low()).isCloseTo(ms / 2, within(1e-9));
        assertThat(price.high()).isCloseTo(ms * 2, within(1e-9));
        assertThat(price.confidence()).isEqualTo(Confidence.ANALYTIC);
    }

    @Test
    void theLevelOfASheetIsThatOfWhatWasMeasured() {
        Roofline sheet = Sheets.roofline(Map.of(Precision.FP32, 10.0));
        KernelTableLatency plain = KernelTableLatency.of(Profiles.empty().withSheet(sheet));
        KernelKey known = KernelKey.parse("conv 64>64 32x32 k3x3 p1,1,1,1 fp32");
        KernelKey other = KernelKey.parse("conv 64>64 16x16 k5x5 p2,2,2,2 fp32");
        KernelLatency measured = Profiles.latency(
                known.toString(), 3000 * plain.kernelCost(known).value());
        KernelTableLatency raised =
                KernelTableLatency.of(Profiles.empty().withSheet(sheet).withKernels(List.of(measured)));
        assertThat(raised.kernelCost(other).value())
                .isCloseTo(3 * plain.kernelCost(other).value(), within(1e-6));
        assertThat(raised.kernelCost(KernelKey.parse("add 64>64 8x8 fp32")))
                .isEqualTo(plain.kernelCost(KernelKey.parse("add 64>64 8x8 fp32")));
    }

    @Test
    void aDeviceOfHalfFloatsRunsFloatsInThem() {
        HardwareProfile half = Profiles.empty()
                .withKernels(List.of(Profiles.latency("conv 8>8 8x8 k1x1 fp16", 7)))
                .withSheet(Sheets.roofline(Map.of(Precision.FP16, 10.0)));
        CostEstimate price = KernelTableLatency.of(half).kernelCost(KernelKey.parse("conv 8>8 8x8 k1x1 fp32"));
        assertThat(price.value()).isEqualTo(.007);
        assertThat(price.confidence()).isEqualTo(Confidence.MEASURED);
    }

    @Test
    void aSheetDoesNotPriceAFormatThatTheDeviceDoesNotHave() {
        KernelTableLatency floats =
                KernelTableLatency.of(Profiles.empty().withSheet(Sheets.roofline(Map.of(Precision.FP32, 10.0))));
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> floats.kernelCost(KernelKey.parse("conv 8>8 8x8 k1x1 int8")))
                .withMessageContaining("(conv 8>8 8x8 k1x1 int8)");
    }
}
