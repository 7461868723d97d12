package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.StepBand;
import io.espalier.profile.WidthStep;
import io.espalier.profile.testing.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Devices made up here, whose stairs are known, measured with errors at scattered widths. */
class SurfaceStepsTest {
    private static final KernelKey KERNEL = KernelKey.parse("conv+relu 64>64 8x8 k3x3 fp32");
    private static final int KERNELS = 400;

    static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    private enum Noise {
        SHARE {
            @Override
            double measured(double us, SplittableRandom random) {
                return us * (1 + .02 * (2 * random.nextDouble() - 1));
            }
        },
        MICROSECONDS {
            @Override
            double measured(double us, SplittableRandom random) {
                return Math.max(.01, us + .4 * (2 * random.nextDouble() - 1));
            }
        };

        abstract double measured(double us, SplittableRandom random);
    }

    /** @param usTimes100 true latency of widths in and out */
    private static SurfaceSteps measured(IntBinaryOperator usTimes100, Noise noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<KernelLatency> kernels = new ArrayList<>();
        for (int i = 0; i < KERNELS; i++) {
            // The layout is told by the widths of a real device.
            String layout = random.nextInt(3) == 0 ? " plain" : "";
            int in = 1 + random.nextInt(64);
            int out = 1 + random.nextInt(64);
            double us = noise.measured(usTimes100.applyAsInt(in, out) / 100.0, random);
            kernels.add(Profiles.latency("conv+relu %d>%d 8x8 k3x3%s fp32".formatted(in, out, layout), us));
        }
        return new SurfaceSteps(Profiles.empty().withKernels(kernels));
    }

    private static int up(int width, int step) {
        return (width + step - 1) / step * step;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsTilesThatDependOnTheOtherAxis(long seed) {
        for (Noise noise : Noise.values()) {
            SurfaceSteps steps = measured((in, out) -> 200 + 2 * in * up(out, in <= 32 ? 8 : 16), noise, seed);
            WidthStep out = steps.of(KERNEL, Axis.OUT).orElseThrow();
            assertThat(out.bands()).as(noise.name()).contains(new StepBand(17, 32, 8), new StepBand(33, 64, 16));
            assertThat(out.isCoupled()).isTrue();
            assertThat(out.divisorAt(20)).isEqualTo(8);
            assertThat(out.divisorAt(64)).isEqualTo(16);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsTilesOfBothAxes(long seed) {
        for (Noise noise : Noise.values()) {
            SurfaceSteps steps = measured((in, out) -> 200 + 2 * up(in, 4) * up(out, 16), noise, seed);
            assertThat(steps.of(KERNEL, Axis.OUT))
                    .map(WidthStep::divisor)
                    .as(noise.name())
                    .contains(16);
            assertThat(steps.of(KERNEL, Axis.IN))
                    .map(WidthStep::divisor)
                    .as(noise.name())
                    .contains(4);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aWidthOffTheStepMayCostMore(long seed) {
        SurfaceSteps steps = measured(
                (in, out) -> 200 + 2 * in * up(out, 16) + (out % 16 == 0 ? 0 : in * up(out, 16)), Noise.SHARE, seed);
        assertThat(steps.of(KERNEL, Axis.OUT)).map(WidthStep::divisor).contains(16);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aFlatDeviceHasNoSteps(long seed) {
        for (Noise noise : Noise.values()) {
            SurfaceSteps steps = measured((in, out) -> 3000, noise, seed);
            for (Axis axis : List.of(Axis.IN, Axis.OUT)) {
                WidthStep step = steps.of(KERNEL, axis).orElseThrow();
                // The widest that is offered: no finer width pays.
                assertThat(step.divisor()).isEqualTo(32);
                assertThat(step.isCoupled()).isFalse();
            }
        }
    }

    @Test
    void fewKernelsTellNothing() {
        List<KernelLatency> kernels = new ArrayList<>();
        for (int out = 8; out <= 64; out += 8) {
            kernels.add(Profiles.latency("conv+relu 64>%d 8x8 k3x3 fp32".formatted(out), out));
        }
        SurfaceSteps steps = new SurfaceSteps(Profiles.empty().withKernels(kernels));
        assertThat(steps.of(KERNEL, Axis.OUT)).isEqualTo(Optional.empty());
    }
}
