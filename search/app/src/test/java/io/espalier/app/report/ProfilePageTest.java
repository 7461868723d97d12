package io.espalier.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.DeviceFacts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.ProfileId;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.RuntimeFacts;
import io.espalier.profile.WidthStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfilePageTest {

    private static HardwareProfile profile() {
        List<KernelLatency> kernels = new ArrayList<>();
        for (String precision : List.of("fp32", "int8")) {
            for (int out = 8; out <= 64; out += 8) {
                KernelKey key = KernelKey.parse("conv+relu 32>%d 16x16 k3x3 p1,1,1,1 %s".formatted(out, precision));
                double us = 10 + Math.ceil(out / 16.0) * 5;
                kernels.add(new KernelLatency(key, LatencyStatistics.of(new double[] {us}, 1)));
            }
        }
        kernels.add(new KernelLatency(KernelKey.parse("gemm 64>10 - fp32"), LatencyStatistics.of(new double[] {3}, 1)));
        return HardwareProfile.empty(
                        ProfileId.of("made-up"),
                        new DeviceFacts("A & B <processor>", "none", 1, List.of(), List.of(), "none"),
                        new RuntimeFacts("none", "0"),
                        1,
                        1,
                        ProfileProtocol.standard(),
                        Instant.EPOCH)
                .withKernels(kernels)
                .withSteps(List.of(new WidthStep(
                        KernelKey.parse("conv+relu 32>64 16x16 k3x3 p1,1,1,1 fp32"), KernelKey.Axis.OUT, 16)));
    }

    @Test
    void drawsEveryKernelThatWasMeasuredAtSeveralWidths() {
        String page = ProfilePage.render(profile());
        assertThat(page)
                .contains("<h2>conv+relu 16x16 k3x3 p1,1,1,1</h2>", "fp32, steps of 16", "A &amp; B &lt;processor&gt;")
                .doesNotContain("<h2>gemm", "<processor>", "src=", "href=", "@@");
        // Two curves over outputs with 8 dots each, two over inputs with the one width that was measured.
        assertThat(page.split("r=\"2.6\"", -1)).hasSize(2 * 8 + 2 + 1);
        assertThat(page.split("<svg", -1)).hasSize(4 + 1);
    }

    @Test
    void marksTheStepsOfBothWidths() {
        List<KernelLatency> kernels = new ArrayList<>();
        for (int in = 4; in <= 64; in += 4) {
            for (int out = 4; out <= 64; out += 4) {
                KernelKey key = KernelKey.parse("conv+relu %d>%d 16x16 k3x3 p1,1,1,1 fp32".formatted(in, out));
                int tile = in <= 32 ? 8 : 16;
                double us = 10 + .05 * in * ((out + tile - 1) / tile * tile);
                kernels.add(new KernelLatency(key, LatencyStatistics.of(new double[] {us}, 1)));
            }
        }
        HardwareProfile coupled = profile().withKernels(kernels);
        String page = ProfilePage.render(coupled);
        assertThat(page)
                .contains(
                        "stroke=\"#f4b400\"",
                        "conv+relu 32&gt;64 16x16 k3x3 p1,1,1,1 fp32, out: steps of 16; 8 at 9 to 32 channels in");
    }

    @Test
    void aProfileOfSingleWidthsSaysSo() {
        HardwareProfile bare = profile();
        HardwareProfile empty =
                HardwareProfile.empty(bare.id(), bare.device(), bare.runtime(), 1, 1, bare.protocol(), bare.created());
        assertThat(ProfilePage.render(empty)).contains("No kernel with weights was measured at three widths or more.");
    }
}
