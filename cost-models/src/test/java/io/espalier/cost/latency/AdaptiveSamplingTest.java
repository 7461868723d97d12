package io.espalier.cost.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.cost.CostEstimate;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.profile.measure.ProfileMeasurement;
import io.espalier.profile.testing.FakeRuntime;
import io.espalier.zoo.graph.Precision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AdaptiveSamplingTest {
    private static final List<Precision> PRECISIONS = List.of(Precision.FP32);
    private static final Duration LONG = Duration.ofHours(1);
    private static final NetworkRequest PARENT = FakeRuntime.network(96, 96);

    private final FakeRuntime runtime = FakeRuntime.quiet();
    private final ProfileMeasurement measurement = new ProfileMeasurement(
            runtime,
            Map.of(Precision.FP32, UnaryOperator.identity()),
            runtime::nanoTime,
            InstantSource.fixed(Instant.EPOCH));
    private final List<NetworkRequest> pool = new ArrayList<>();

    AdaptiveSamplingTest() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 150; i++) {
            pool.add(FakeRuntime.network(1 + random.nextInt(96), 1 + random.nextInt(96)));
        }
    }

    private HardwareProfile extended(HardwareProfile start, Supplier<Duration> left) {
        return new AdaptiveSampling(measurement, pool, PRECISIONS).extend(start, left, MeasurementListener.NONE);
    }

    private HardwareProfile extended(HardwareProfile start) {
        return extended(start, () -> LONG);
    }

    private HardwareProfile start() {
        HardwareProfile empty = measurement.start(Optional.empty(), 1, 1);
        return measurement.measure(empty, List.of(PARENT), LONG, MeasurementListener.NONE);
    }

    @Test
    void samplesUntilThePoolIsPredicted() {
        HardwareProfile profile = extended(start());
        KernelTableLatency latency = KernelTableLatency.of(profile);
        for (NetworkRequest network : pool) {
            CostEstimate estimate = latency.estimate(Kernels.of(network.graph(), Precision.FP32).stream()
                    .map(Kernel::key)
                    .toList());
            double us = FakeRuntime.networkUs(network.model().get());
            assertThat(estimate.value() * 1000).as(network.name()).isCloseTo(us, within(.05 * us));
        }
    }

    @Test
    void someAreTakenAsTheyCome() {
        Iterator<Duration> left = List.of(LONG, LONG, Duration.ZERO).iterator();
        HardwareProfile profile = extended(start(), left::next);
        List<String> measured =
                profile.networks().stream().map(NetworkSample::name).toList();
        // One wave: the rest of it is the beginning of the pool, however certain that is.
        assertThat(measured).contains(pool.get(0).name());
        assertThat(measured.size()).isLessThan(pool.size());
    }

    @Test
    void withoutTimeNothingIsMeasured() {
        HardwareProfile start = start();
        assertThat(extended(start, () -> Duration.ZERO)).isEqualTo(start);
    }

    @Test
    void whatWasMeasuredIsNotTakenAgain() {
        HardwareProfile once = extended(start());
        int profiled = runtime.profiled();
        HardwareProfile again = extended(once);
        assertThat(again.networks().size())
                .isGreaterThanOrEqualTo(once.networks().size());
        assertThat(runtime.profiled()).isEqualTo(profiled);
    }
}
