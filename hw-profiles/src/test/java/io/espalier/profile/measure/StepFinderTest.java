package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.WidthStep;
import io.espalier.profile.testing.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class StepFinderTest {
    private static final KernelKey KERNEL = KernelKey.parse("conv+relu 64>64 8x8 k3x3 fp32");

    private static List<WidthStep> stepsOf(IntToDoubleFunction latencyUs, int... widths) {
        List<KernelLatency> kernels = new ArrayList<>();
        for (int width : widths) {
            kernels.add(Profiles.latency(KERNEL.withChannels(64, width).toString(), latencyUs.applyAsDouble(width)));
        }
        HardwareProfile profile = Profiles.empty().withKernels(kernels);
        return new StepFinder(profile).of(KERNEL);
    }

    private static int roundedUp(int width, int step) {
        return (width + step - 1) / step * step;
    }

    @Test
    void findsTheStair() {
        for (int step : new int[] {4, 8, 16, 32}) {
            assertThat(stepsOf(width -> 5 + roundedUp(width, step), 64, 60, 56, 48, 32))
                    .containsExactly(new WidthStep(KERNEL, Axis.OUT, step));
        }
    }

    @Test
    void aWidthOffTheStepMayCostMore() {
        assertThat(stepsOf(width -> .5 * roundedUp(width, 16) + (width % 16 == 0 ? 0 : 12), 64, 60, 56, 48, 32))
                .containsExactly(new WidthStep(KERNEL, Axis.OUT, 16));
    }

    @Test
    void noiseIsNoStep() {
        double[] noise = {.2, -.2, .1, -.1, .15};
        int[] call = {0};
        assertThat(stepsOf(width -> 30 + noise[call[0]++], 64, 60, 56, 48, 32))
                .containsExactly(new WidthStep(KERNEL, Axis.OUT, 32));
    }

    @Test
    void anAxisThatWasNotSweptHasNoStep() {
        assertThat(stepsOf(width -> 10, 64)).isEmpty();
    }
}
