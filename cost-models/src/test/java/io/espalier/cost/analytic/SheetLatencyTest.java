package io.espalier.cost.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.cost.KernelWork;
import io.espalier.profile.DeviceSheet;
import io.espalier.profile.KernelKey;
import io.espalier.profile.ProfileId;
import io.espalier.profile.Roofline;
import io.espalier.profile.imports.MobileNetV2;
import io.espalier.profile.json.ShippedProfiles;
import io.espalier.profile.testing.Sheets;
import io.espalier.zoo.graph.Precision;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SheetLatencyTest {
    /** 10 GMAC/s, launch 2 µs, tiles of 8, cache of 100 KB at 100 GB/s, memory 10 GB/s. */
    private final Roofline roofline = Sheets.roofline(Map.of(Precision.FP32, 10.0, Precision.INT8, 40.0));

    private static double us(DeviceSheet sheet, String kernel) {
        return SheetLatency.of(sheet, 1).us(KernelKey.parse(kernel)).orElseThrow();
    }

    @Test
    void aWideConvolutionIsBoundByItsMultiplications() {
        double macs = 1024 * 576 * 64;
        assertThat(us(roofline, "conv 64>64 32x32 k3x3 p1,1,1,1 fp32")).isCloseTo(2 + macs / 10_000, within(1e-6));
        assertThat(us(roofline, "conv 64>64 32x32 k3x3 p1,1,1,1 int8")).isCloseTo(2 + macs / 40_000, within(1e-6));
    }

    @Test
    void anAdditionIsBoundByTheMemoryBehindTheCache() {
        double bytes = 3 * 4 * 64 * 1024;
        assertThat(us(roofline, "add 64>64 32x32 fp32"))
                .isCloseTo(2 + 100_000 / 100_000.0 + (bytes - 100_000) / 10_000, within(1e-6));
    }

    @Test
    void channelsBesideATileCostAWholeOne() {
        assertThat(us(roofline, "conv 64>57 32x32 k1x1 fp32")).isEqualTo(us(roofline, "conv 64>64 32x32 k1x1 fp32"));
        assertThat(us(roofline, "conv 64>65 32x32 k1x1 fp32"))
                .isGreaterThan(us(roofline, "conv 64>64 32x32 k1x1 fp32"));
    }

    @Test
    void depthwiseReachesAShareOfThePeakOnly() {
        assertThat(us(roofline, "dwconv 64>64 8x8 k5x5 p2,2,2,2 fp32"))
                .isCloseTo(2 + 64 * 25 * 64 / (.25 * 10_000), within(1e-6));
    }

    @Test
    void whatMovesNothingCostsNothing() {
        assertThat(us(roofline, "flatten 0>0 - fp32")).isZero();
    }

    @Test
    void whatTheDeviceCannotRunHasNoPrice() {
        Roofline floats = Sheets.roofline(Map.of(Precision.FP32, 10.0));
        assertThat(SheetLatency.of(floats, 1).us(KernelKey.parse("conv 8>8 8x8 k1x1 int8")))
                .isEmpty();
    }

    /** SCALE-Sim, equation 4: (2·rows + columns + length − 2) cycles a fold, 1000 a µs here. */
    @Test
    void anArrayTakesTheCyclesOfScaleSim() {
        DeviceSheet array = Sheets.array(32, 16, roofline);
        double folds = 5 * 4;
        assertThat(us(array, "conv 16>64 32x32 k3x3 p1,1,1,1 int8"))
                .isCloseTo(1 + folds * (64 + 16 + 1024 - 2) / 1000, within(1e-6));
    }

    @Test
    void anArrayTakesFewDepthwiseChannelsAtOnce() {
        DeviceSheet array = Sheets.array(32, 16, roofline);
        double folds = Math.ceil(64 / 3.0);
        assertThat(us(array, "dwconv 64>64 32x32 k3x3 p1,1,1,1 int8"))
                .isCloseTo(1 + folds * (64 + 16 + 1024 - 2) / 1000, within(1e-6));
    }

    @Test
    void theHostOfAnArrayTakesTheRest() {
        DeviceSheet array = Sheets.array(32, 16, roofline);
        String kernel = "conv 64>64 32x32 k3x3 p1,1,1,1 fp32";
        assertThat(us(array, kernel)).isEqualTo(us(roofline, kernel));
    }

    /** The Edge TPU FAQ of coral.ai: MobileNetV2 in 2.5 ms on the Dev Board. */
    @Test
    void theCoralRunsMobileNetAboutAsFastAsItsMakersSay() {
        DeviceSheet coral = ShippedProfiles.find(ProfileId.of("coral-edge-tpu-analytic"))
                .orElseThrow()
                .sheet()
                .orElseThrow();
        double ms = MobileNetV2.layers(Precision.INT8).stream()
                        .mapToDouble(key -> SheetLatency.of(coral, 1).us(key).orElseThrow())
                        .sum()
                / 1000;
        assertThat(ms).isBetween(2.5 / 2, 2.5 * 2);
    }

    /** Sandler et al., CVPR 2018: 300 million multiply-accumulates. */
    @Test
    void mobileNetHasTheMultiplicationsThatItsAuthorsSay() {
        assertThat(MobileNetV2.layers(Precision.FP32).stream()
                        .mapToDouble(key -> KernelWork.of(key, 1).macs())
                        .sum())
                .isBetween(298e6, 302e6);
    }
}
