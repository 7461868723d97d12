package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.testing.Profiles;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class FreeWidthsTest {
    private static FreeWidths out(IntBinaryOperator us) {
        List<KernelLatency> kernels = new ArrayList<>();
        for (int in : new int[] {16, 64}) {
            for (int out = 8; out <= 64; out += 8) {
                kernels.add(Profiles.latency("conv %d>%d 8x8 k3x3 fp16".formatted(in, out), us.applyAsInt(in, out)));
            }
        }
        HardwareProfile profile = Profiles.empty().withKernels(kernels);
        return FreeWidths.of(profile).stream()
                .filter(free -> free.axis() == Axis.OUT)
                .findFirst()
                .orElseThrow();
    }

    private static int up(int width, int step) {
        return (width + step - 1) / step * step;
    }

    @Test
    void countsWidthsThanWhichAWiderOneCostsNoMore() {
        assertThat(out((in, out) -> up(out, 16))).isEqualTo(new FreeWidths(Precision.FP16, Axis.OUT, 16, 8, 8, 0));
        assertThat(out((in, out) -> out)).isEqualTo(new FreeWidths(Precision.FP16, Axis.OUT, 16, 0, 8, 0));
    }

    @Test
    void countsWidthsThatAreFreeAtSomeWidthsOfTheOtherAxisOnly() {
        assertThat(out((in, out) -> up(out, in < 32 ? 8 : 16)))
                .isEqualTo(new FreeWidths(Precision.FP16, Axis.OUT, 16, 4, 8, 4));
    }
}
