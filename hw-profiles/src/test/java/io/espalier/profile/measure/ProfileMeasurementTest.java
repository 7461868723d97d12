package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.StepBand;
import io.espalier.profile.testing.FakeRuntime;
import io.espalier.zoo.graph.Precision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileMeasurementTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final List<NetworkRequest> space = new ArrayList<>();

    ProfileMeasurementTest() {
        for (int first : new int[] {64, 48, 32, 16}) {
            for (int second : new int[] {32, 16}) {
                space.add(FakeRuntime.network(first, second));
            }
        }
    }

    private static ProfileMeasurement measurement(FakeRuntime runtime) {
        return new ProfileMeasurement(
                runtime,
                Map.of(Precision.FP32, UnaryOperator.identity()),
                runtime::nanoTime,
                InstantSource.fixed(Instant.parse("2024-01-02T03:04:05Z")));
    }

    private static HardwareProfile start(ProfileMeasurement measurement) {
        return measurement.start(Optional.empty(), 1, 1);
    }

    private static void assertThatKernelsAreRight(HardwareProfile profile) {
        assertThatKernelsAreRight(profile, .6);
    }

    private static void assertThatKernelsAreRight(HardwareProfile profile, double toleranceUs) {
        for (KernelLatency kernel : profile.kernels()) {
            assertThat(kernel.latency().p10Us())
                    .as(kernel.key().toString())
                    .isCloseTo(FakeRuntime.kernelUs(kernel.key()), within(toleranceUs));
        }
    }

    @Test
    void measuresEveryKernelOfTheSpace() {
        ProfileMeasurement measurement = measurement(FakeRuntime.quiet());
        HardwareProfile profile = measurement.measure(start(measurement), space, LONG, MeasurementListener.NONE);
        space.forEach(network -> Kernels.of(network.graph(), Precision.FP32)
                .forEach(kernel -> assertThat(profile.kernel(kernel.key())).isPresent()));
        assertThatKernelsAreRight(profile);
        assertThat(profile.networks()).hasSize(8);
        for (NetworkRequest network : space) {
            assertThat(profile.networks())
                    .filteredOn(sample -> sample.name().equals(network.name()))
                    .singleElement()
                    .satisfies(sample -> assertThat(sample.latency().p10Us())
                            .isCloseTo(FakeRuntime.networkUs(network.model().get()), within(.01)));
        }
    }

    @Test
    void slowModesDoNotCount() {
        // Slow by half for 40 of every 80 ms.
        FakeRuntime runtime = new FakeRuntime(now -> now / 1_000_000 % 80 < 40 ? 150 : 100);
        ProfileMeasurement measurement = measurement(runtime);
        HardwareProfile profile = measurement.measure(start(measurement), space, LONG, MeasurementListener.NONE);
        assertThatKernelsAreRight(profile);
    }

    /** As long as all is slow the machine seems quiet. What only the slow machine showed is as long as it would have been. */
    @ParameterizedTest(name = "slow by {0} %")
    @ValueSource(ints = {10, 50})
    void whatWasSlowFromTheStartIsFoundOutLater(int percent) {
        FakeRuntime runtime = new FakeRuntime(now -> now < 30_000_000 ? 100 + percent : 100);
        ProfileMeasurement measurement = measurement(runtime).withAnchors(List.of(FakeRuntime.network(32, 16)));
        HardwareProfile slow =
                measurement.measure(start(measurement), space.subList(0, 1), LONG, MeasurementListener.NONE);
        assertThat(runtime.nanoTime()).isLessThan(30_000_000);
        HardwareProfile later =
                measurement.measure(slow, space.subList(1, space.size()), LONG, MeasurementListener.NONE);
        space.forEach(network -> Kernels.of(network.graph(), Precision.FP32)
                .forEach(kernel -> assertThat(later.kernel(kernel.key())).isPresent()));
        assertThatKernelsAreRight(later, 2);
    }

    @Test
    void measuresOnlyWhatIsMissing() {
        FakeRuntime runtime = FakeRuntime.quiet();
        ProfileMeasurement measurement = measurement(runtime);
        HardwareProfile once = measurement.measure(start(measurement), space, LONG, MeasurementListener.NONE);
        int before = runtime.profiled();
        HardwareProfile twice = measurement.measure(once, space, LONG, MeasurementListener.NONE);
        assertThat(runtime.profiled()).isEqualTo(before);
        assertThat(twice).isSameAs(once);
        List<NetworkRequest> more = new ArrayList<>(space);
        more.add(FakeRuntime.network(80, 16));
        measurement.measure(once, more, LONG, MeasurementListener.NONE);
        assertThat(runtime.profiled()).isEqualTo(before + once.protocol().rounds());
    }

    @Test
    void stopsWhenTheTimeIsOverAndGoesOnLater() {
        FakeRuntime runtime = FakeRuntime.quiet();
        ProfileMeasurement measurement = measurement(runtime);
        HardwareProfile half =
                measurement.measure(start(measurement), space, Duration.ofMillis(40), MeasurementListener.NONE);
        assertThat(half.kernels()).isNotEmpty();
        assertThat(runtime.nanoTime()).isLessThan(Duration.ofMillis(80).toNanos());
        HardwareProfile whole = measurement.measure(half, space, LONG, MeasurementListener.NONE);
        space.forEach(network -> Kernels.of(network.graph(), Precision.FP32)
                .forEach(kernel -> assertThat(whole.kernel(kernel.key())).isPresent()));
    }

    @Test
    void howeverShortTheTimeIsWhatIsKnownIsNearlyRight() {
        for (int micros = 0; micros < 20_000; micros += 50) {
            ProfileMeasurement measurement = measurement(FakeRuntime.quiet());
            HardwareProfile profile = measurement.measure(
                    start(measurement), space, Duration.ofNanos(1000L * micros), MeasurementListener.NONE);
            assertThatKernelsAreRight(profile, 2);
        }
    }

    @Test
    void tellsHowFarItIsAndWhatIsWorthKeeping() {
        List<String> heard = new ArrayList<>();
        List<HardwareProfile> kept = new ArrayList<>();
        ProfileMeasurement measurement = measurement(FakeRuntime.quiet());
        HardwareProfile profile = measurement.measure(start(measurement), space, LONG, new MeasurementListener() {
            @Override
            public void progressed(String what, long done, long total, Duration left) {
                heard.add(what + " " + done + "/" + total);
                assertThat(left).isGreaterThanOrEqualTo(Duration.ZERO);
            }

            @Override
            public void checkpoint(HardwareProfile partial) {
                kept.add(partial);
            }
        });
        assertThat(heard).first().isEqualTo("Measuring kernels 1/40");
        assertThat(heard).last().isEqualTo("Measuring kernels 40/40");
        assertThat(kept).last().isSameAs(profile);
    }

    @Test
    void theSameSeedMeasuresInTheSameOrder() {
        List<Integer> profiled = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            FakeRuntime runtime = new FakeRuntime(now -> now / 1_000_000 % 300 < 100 ? 150 : 100);
            ProfileMeasurement measurement = measurement(runtime);
            measurement.measure(start(measurement), space, LONG, MeasurementListener.NONE);
            profiled.add(runtime.profiled());
        }
        assertThat(profiled.get(0)).isEqualTo(profiled.get(1));
    }

    @Test
    void aSweepFindsTheStepsOfEachGroup() {
        ProfileMeasurement measurement = measurement(FakeRuntime.quiet());
        WidthSweep first = new WidthSweep("one.weight", 64, units -> FakeRuntime.network(units, 32));
        WidthSweep second = new WidthSweep("two.weight", 32, units -> FakeRuntime.network(64, units));
        HardwareProfile profile = measurement.sweep(
                start(measurement), List.of(first, second), List.of(), LONG, MeasurementListener.NONE);
        assertThat(WidthDivisors.ofGroup(profile, first, Precision.FP32)).isEqualTo(16);
        assertThat(WidthDivisors.ofGroup(profile, second, Precision.FP32)).isEqualTo(16);
        KernelKey swept = KernelKey.parse("conv+relu 64>32 32x32 k3x3 p1,1,1,1 fp32");
        assertThat(profile.steps().divisor(swept, KernelKey.Axis.IN)).hasValue(16);
    }

    @Test
    void aSweepMeasuresCutsOfBothAxesTogether() {
        ProfileMeasurement measurement = measurement(FakeRuntime.quiet());
        WidthSweep first = new WidthSweep("one.weight", 64, units -> FakeRuntime.network(units, 32));
        List<NetworkRequest> together = new ArrayList<>();
        for (int one = 1; one <= 64; one += 3) {
            together.add(FakeRuntime.network(one, 1 + one / 2));
            together.add(FakeRuntime.network(one, 32 - one / 3));
        }
        HardwareProfile profile =
                measurement.sweep(start(measurement), List.of(first), together, LONG, MeasurementListener.NONE);
        KernelKey both = KernelKey.parse("conv+relu 31>16 32x32 k3x3 p1,1,1,1 fp32");
        assertThat(profile.kernel(both)).isPresent();
        KernelKey swept = KernelKey.parse("conv+relu 64>32 32x32 k3x3 p1,1,1,1 fp32");
        assertThat(profile.steps().all())
                .filteredOn(step -> step.kernel().equals(swept) && step.axis() == KernelKey.Axis.IN)
                .singleElement()
                .satisfies(step -> assertThat(step.bands()).contains(new StepBand(17, 32, 16)));
    }

    @Test
    void withoutASweepStepsAreGuessed() {
        HardwareProfile profile = start(measurement(FakeRuntime.quiet()));
        WidthSweep sweep = new WidthSweep("one.weight", 64, units -> FakeRuntime.network(units, 32));
        assertThat(WidthDivisors.ofGroup(profile, sweep, Precision.FP32)).isEqualTo(8);
    }
}
