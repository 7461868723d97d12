package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.profile.testing.FakeRuntime;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.weights.Model;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LoadMeasurementTest {
    private final FakeRuntime runtime = FakeRuntime.quiet();
    private final Model model = FakeRuntime.network(16, 16).model().get();
    private final LatencySubject subject = LatencySubject.of("one", Precision.FP32, model);

    @Test
    void countsTheExamplesOfASecond() {
        LoadResult result = new LoadMeasurement(runtime, EnergyMeter.NONE, runtime::nanoTime)
                .measure(subject, 1, 1, 4, Duration.ofMillis(200));
        assertThat(result.inferencesPerSecond()).isCloseTo(4e6 / FakeRuntime.networkUs(model), within(1.0));
        assertThat(result.seconds()).isBetween(.2, .21);
        assertThat(result.millijoules()).isEmpty();
    }

    /** A machine that draws 10 W. */
    @Test
    void sharesOutWhatTheMeterCounts() {
        EnergyMeter meter = () -> OptionalDouble.of(10 * runtime.nanoTime() / 1e9);
        LoadResult result = new LoadMeasurement(runtime, meter, runtime::nanoTime)
                .measure(subject, 1, 1, 1, Duration.ofMillis(200));
        assertThat(result.millijoules().orElseThrow())
                .isCloseTo(10 * FakeRuntime.networkUs(model) / 1000, within(1e-6));
    }

    @Test
    void aLoadOfNothingIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoadResult(0, 1, OptionalDouble.empty()))
                .withMessage("A load must have inferences (0) and take time (1.0 s).");
    }
}
