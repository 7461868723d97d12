package io.espalier.cost.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.KernelWork;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkKernels;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.ProfileId;
import io.espalier.profile.testing.Profiles;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On made-up devices: what they take is known of every kernel. */
class ProfileTransferTest {
    private static final int MEASURED = 10;

    private final List<NetworkKernels> networks = networks(120);

    /** Networks of dense and depthwise blocks of random widths, over three sizes. */
    private static List<NetworkKernels> networks(int count) {
        SplittableRandom random = new SplittableRandom(5);
        List<NetworkKernels> networks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<KernelKey, Integer> kernels = new HashMap<>();
            int width = 16;
            add(kernels, "conv+relu 3>16 32x32 k3x3 p1,1,1,1 fp32");
            for (int size = 32; size >= 8; size /= 2) {
                int blocks = 1 + random.nextInt(3);
                for (int block = 0; block < blocks; block++) {
                    int next = 8 * (1 + random.nextInt(8));
                    if (random.nextBoolean()) {
                        add(kernels, "conv+relu %d>%d %dx%d k3x3 p1,1,1,1 fp32".formatted(width, next, size, size));
                    } else {
                        add(kernels, "dwconv+relu %d>%d %dx%d k3x3 p1,1,1,1 fp32".formatted(width, width, size, size));
                        add(kernels, "conv %d>%d %dx%d k1x1 fp32".formatted(width, next, size, size));
                    }
                    width = next;
                    add(kernels, "add %d>%d %dx%d fp32".formatted(width, width, size, size));
                }
                add(kernels, "maxpool %d>%d %dx%d k2x2 s2x2 fp32".formatted(width, width, size, size));
            }
            add(kernels, "gemm %d>10 - fp32".formatted(width));
            networks.add(new NetworkKernels("net" + i, Precision.FP32, kernels));
        }
        return networks;
    }

    private static void add(Map<KernelKey, Integer> kernels, String kernel) {
        kernels.merge(KernelKey.parse(kernel), 1, Integer::sum);
    }

    /** A device on which every kind of kernel has its own speed, and every kernel its own luck. */
    private final class Device {
        private final String name;
        private final Map<String, Double> ofKind = new HashMap<>();
        private final double usPerMac;
        private final double usPerByte;
        private final double usPerKernel;
        private final Map<KernelKey, Double> us = new HashMap<>();

        Device(String name, long seed) {
            this.name = name;
            SplittableRandom random = new SplittableRandom(seed);
            usPerMac = 1e-5 * Math.exp(random.nextGaussian());
            usPerByte = 1e-4 * Math.exp(random.nextGaussian());
            usPerKernel = 2 * Math.exp(random.nextGaussian());
            for (String kind : List.of("conv", "dwconv", "gemm", "add", "maxpool")) {
                ofKind.put(kind, Math.exp(.5 * random.nextGaussian()));
            }
            for (KernelKey key : kernels()) {
                KernelWork work = KernelWork.of(key, 1);
                double usual = usPerMac * work.macs() + usPerByte * work.bytes(key.precision()) + usPerKernel;
                us.put(key, usual * ofKind.get(key.kind()) * Math.exp(.08 * random.nextGaussian()));
            }
        }

        HardwareProfile profile() {
            List<KernelLatency> kernels = new ArrayList<>();
            us.forEach((key, latency) -> kernels.add(new KernelLatency(key, Profiles.statistics(latency))));
            return Profiles.empty().withId(ProfileId.of(name)).withKernels(kernels);
        }

        double networkUs(NetworkKernels network) {
            return network.counts().entrySet().stream()
                    .mapToDouble(kernel -> kernel.getValue() * us.get(kernel.getKey()))
                    .sum();
        }

        NetworkSample measure(NetworkKernels network, SplittableRandom random) {
            double measured = networkUs(network) * Math.exp(.02 * random.nextGaussian());
            return network.sample(LatencyStatistics.of(new double[] {measured}, 1));
        }
    }

    private Set<KernelKey> kernels() {
        Set<KernelKey> all = new TreeSet<>();
        networks.forEach(network -> all.addAll(network.counts().keySet()));
        return all;
    }

    private List<Device> devices(long seed) {
        return IntStream.range(0, 4)
                .mapToObj(i -> new Device("device" + i, 100 * seed + i))
                .toList();
    }

    private static double predictedMs(KernelTableLatency latency, NetworkKernels network) {
        CostEstimate sum = CostEstimate.exactly(KernelTableLatency.LATENCY, 0, Confidence.MEASURED);
        for (Map.Entry<KernelKey, Integer> kernel : network.counts().entrySet()) {
            for (int i = 0; i < kernel.getValue(); i++) {
                sum = sum.plus(latency.kernelCost(kernel.getKey()));
            }
        }
        int count = network.counts().values().stream().mapToInt(i -> i).sum();
        return latency.calibrated(sum, Map.of(Precision.FP32, count)).value();
    }

    private static double spearman(List<Double> left, List<Double> right) {
        return new SpearmansCorrelation()
                .correlation(
                        left.stream().mapToDouble(value -> value).toArray(),
                        right.stream().mapToDouble(value -> value).toArray());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void ranksNetworksBetterThanTheNearestKnownDevice(long seed) {
        List<Device> devices = devices(seed);
        Device newDevice = devices.get(3);
        List<HardwareProfile> known =
                devices.subList(0, 3).stream().map(Device::profile).toList();
        ProfileTransfer transfer = ProfileTransfer.from(known);
        List<NetworkKernels> anchors = transfer.anchors(networks, MEASURED);
        SplittableRandom random = new SplittableRandom(seed);
        List<NetworkSample> measured = anchors.stream()
                .map(network -> newDevice.measure(network, random))
                .toList();
        HardwareProfile made = transfer.transfer(Profiles.empty().withId(ProfileId.of("new")), measured);

        List<NetworkKernels> rest =
                networks.stream().filter(network -> !anchors.contains(network)).toList();
        List<Double> truth = rest.stream().map(newDevice::networkUs).toList();
        KernelTableLatency latency = KernelTableLatency.of(made);
        List<Double> predicted =
                rest.stream().map(network -> predictedMs(latency, network)).toList();
        double nearest = Double.NEGATIVE_INFINITY;
        double nearestOnRest = 0;
        for (Device device : devices.subList(0, 3)) {
            double onAnchors = spearman(
                    anchors.stream().map(device::networkUs).toList(),
                    measured.stream().map(sample -> sample.latency().p10Us()).toList());
            if (onAnchors > nearest) {
                nearest = onAnchors;
                nearestOnRest = spearman(rest.stream().map(device::networkUs).toList(), truth);
            }
        }
        assertThat(spearman(predicted, truth)).isGreaterThan(nearestOnRest).isGreaterThan(.97);
    }

    @Test
    void whatIsCarriedOverIsNeverCalledMeasured() {
        List<Device> devices = devices(1);
        ProfileTransfer transfer = ProfileTransfer.from(
                devices.subList(0, 3).stream().map(Device::profile).toList());
        SplittableRandom random = new SplittableRandom(1);
        HardwareProfile made = transfer.transfer(
                Profiles.empty(),
                transfer.anchors(networks, MEASURED).stream()
                        .map(network -> devices.get(3).measure(network, random))
                        .toList());
        assertThat(made.kernels()).hasSameSizeAs(kernels());
        assertThat(made.networks()).hasSize(MEASURED);
        assertThat(made.transferred().orElseThrow().from()).containsExactly("device0", "device1", "device2");
        KernelTableLatency latency = KernelTableLatency.of(made);
        for (KernelKey key : kernels()) {
            CostEstimate estimate = latency.kernelCost(key);
            assertThat(estimate.confidence()).isEqualTo(Confidence.INTERPOLATED);
            assertThat(estimate.value()).isPositive();
            assertThat(estimate.low()).isLessThan(estimate.value());
        }
    }

    @Test
    void aSingleProfileIsNotEnough() {
        assertThatThrownBy(() -> ProfileTransfer.from(List.of(Profiles.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A transfer needs the profiles of at least 2 devices, not 1.\nMaybe name more with --from.");
    }

    @Test
    void twoNetworksAreNotEnough() {
        List<Device> devices = devices(1);
        ProfileTransfer transfer = ProfileTransfer.from(
                devices.subList(0, 2).stream().map(Device::profile).toList());
        SplittableRandom random = new SplittableRandom(1);
        List<NetworkSample> two = networks.subList(0, 2).stream()
                .map(network -> devices.get(3).measure(network, random))
                .toList();
        assertThatThrownBy(() -> transfer.transfer(Profiles.empty(), two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "There are 2 measured networks in fp32, but a transfer needs 3 or more of each precision.\nMaybe measure more.");
    }
}
