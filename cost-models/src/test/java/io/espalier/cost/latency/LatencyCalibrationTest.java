package io.espalier.cost.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.testing.Profiles;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyCalibrationTest {
    private static final KernelKey CONVOLUTION = KernelKey.parse("conv+relu 16>16 32x32 k3x3 p1,1,1,1 fp32");
    private static final KernelKey ADDITION = KernelKey.parse("add 16>16 32x32 fp32");
    private static final double CONVOLUTION_US = 30;
    private static final double ADDITION_US = 10;

    /** Inside a network convolutions take a tenth less than alone, additions a third more. */
    private static double networkUs(int convolutions, int additions) {
        return .9 * CONVOLUTION_US * convolutions + 1.33 * ADDITION_US * additions;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void eachKindIsCorrectedByItself(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<NetworkSample> networks = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int convolutions = 5 + random.nextInt(20);
            int additions = 1 + random.nextInt(40);
            networks.add(new NetworkSample(
                    "network " + i,
                    Precision.FP32,
                    Map.of(CONVOLUTION, convolutions, ADDITION, additions),
                    Profiles.statistics(networkUs(convolutions, additions))));
        }
        HardwareProfile profile = Profiles.empty()
                .withKernels(List.of(
                        Profiles.latency(CONVOLUTION.toString(), CONVOLUTION_US),
                        Profiles.latency(ADDITION.toString(), ADDITION_US)))
                .withNetworks(networks);
        KernelTableLatency model = KernelTableLatency.of(profile);
        assertThat(ms(model, 20, 2)).isCloseTo(networkUs(20, 2) / 1000, within(.01 * networkUs(20, 2) / 1000));
        assertThat(ms(model, 5, 60)).isCloseTo(networkUs(5, 60) / 1000, within(.01 * networkUs(5, 60) / 1000));
    }

    private static double ms(KernelTableLatency model, int convolutions, int additions) {
        List<KernelKey> kernels = new ArrayList<>();
        for (int i = 0; i < convolutions; i++) {
            kernels.add(CONVOLUTION);
        }
        for (int i = 0; i < additions; i++) {
            kernels.add(ADDITION);
        }
        return model.estimate(kernels).value();
    }

    /** Inside a network each channel of a convolution costs .02 µs more, whatever the convolution takes. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void channelsHaveAPrice(long seed) {
        List<KernelKey> known = new ArrayList<>();
        List<KernelLatency> latencies = new ArrayList<>();
        for (int channels : new int[] {8, 64, 160, 320}) {
            for (int size : new int[] {4, 32}) {
                String text = "conv+relu %d>%d %dx%d k3x3 p1,1,1,1 fp32".formatted(channels, channels, size, size);
                known.add(KernelKey.parse(text));
                latencies.add(Profiles.latency(text, 5 + size));
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<NetworkSample> networks = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Map<KernelKey, Integer> counts = new HashMap<>();
            known.forEach(key -> counts.put(key, 1 + random.nextInt(6)));
            networks.add(new NetworkSample(
                    "network " + i, Precision.FP32, counts, Profiles.statistics(withChannelsUs(counts))));
        }
        KernelTableLatency model =
                KernelTableLatency.of(Profiles.empty().withKernels(latencies).withNetworks(networks));
        for (KernelKey key : known) {
            double us = withChannelsUs(Map.of(key, 20));
            assertThat(model.estimate(Collections.nCopies(20, key)).value())
                    .as(key.toString())
                    .isCloseTo(us / 1000, within(.05 * us / 1000));
        }
    }

    private static double withChannelsUs(Map<KernelKey, Integer> counts) {
        return counts.entrySet().stream()
                .mapToDouble(entry -> entry.getValue()
                        * (5
                                + size(entry.getKey())
                                + .02
                                        * (entry.getKey().inChannels()
                                                + entry.getKey().outChannels())))
                .sum();
    }

    private static int size(KernelKey key) {
        return (int) Math.round(Math.sqrt(key.size().product()));
    }
}
