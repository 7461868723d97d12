package io.espalier.cost.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.DeviceSheet;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.Roofline;
import io.espalier.profile.testing.Profiles;
import io.espalier.profile.testing.Sheets;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RooflineFitTest {
    private final Roofline truth = Sheets.roofline(Map.of(Precision.FP32, 37.0, Precision.INT8, 211.0));
    private final Roofline start = Sheets.roofline(Map.of(Precision.FP32, 5.0, Precision.INT8, 5.0));

    private static List<KernelKey> kernels() {
        List<KernelKey> kernels = new ArrayList<>();
        for (String precision : List.of("fp32", "int8")) {
            for (int channels : new int[] {8, 16, 32, 64, 128}) {
                for (int size : new int[] {8, 16, 32, 64}) {
                    for (String form : List.of(
                            "conv %d>%d %dx%d k3x3 p1,1,1,1", "dwconv %d>%d %dx%d k3x3 p1,1,1,1", "add %d>%d %dx%d")) {
                        kernels.add(KernelKey.parse(form.formatted(channels, channels, size, size) + " " + precision));
                    }
                }
            }
        }
        return kernels;
    }

    private double trueUs(KernelKey key) {
        return SheetLatency.of(truth, 1).us(key).orElseThrow();
    }

    private void assertThatPricesAreTrue(HardwareProfile fitted) {
        DeviceSheet sheet = fitted.sheet().orElseThrow();
        for (KernelKey key : kernels()) {
            double us = SheetLatency.of(sheet, 1).us(key).orElseThrow();
            assertThat(us / trueUs(key)).as(key.toString()).isBetween(.85, 1.18);
        }
        assertThat(sheet.spread().value()).isLessThan(1.15);
    }

    @Test
    void findsTheDeviceThatMadeTheKernels() {
        List<KernelLatency> measured = kernels().stream()
                .map(key -> new KernelLatency(key, LatencyStatistics.exactly(trueUs(key))))
                .toList();
        assertThatPricesAreTrue(
                RooflineFit.of(Profiles.empty().withKernels(measured).withSheet(start)));
    }

    @Test
    void findsTheDeviceThatMadeTheNetworks() {
        List<KernelKey> kernels = kernels();
        List<NetworkSample> networks = new ArrayList<>();
        for (int i = 0; i + 2 < kernels.size(); i++) {
            Map<KernelKey, Integer> counts = Map.of(kernels.get(i), 1, kernels.get(i + 1), 2, kernels.get(i + 2), 1);
            double us = trueUs(kernels.get(i)) + 2 * trueUs(kernels.get(i + 1)) + trueUs(kernels.get(i + 2));
            networks.add(new NetworkSample("n" + i, Precision.FP32, counts, LatencyStatistics.exactly(us)));
        }
        assertThatPricesAreTrue(
                RooflineFit.of(Profiles.empty().withNetworks(networks).withSheet(start)));
    }

    @Test
    void leavesAProfileWithoutMeasurementsAlone() {
        HardwareProfile nothing = Profiles.empty().withSheet(start);
        assertThat(RooflineFit.of(nothing)).isSameAs(nothing);
    }
}
