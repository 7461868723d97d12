package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.testing.FakeRuntime;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.weights.Model;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyProtocolTest {
    private final Model parent = FakeRuntime.network(64, 64).model().get();
    private final Model cut = FakeRuntime.network(32, 32).model().get();
    private final List<LatencySubject> subjects =
            List.of(LatencySubject.of("parent", Precision.FP32, parent), LatencySubject.of("cut", Precision.FP32, cut));

    private Map<String, LatencyStatistics> measure(FakeRuntime runtime, Duration limit) {
        return LatencyProtocol.standard(limit, 1)
                .measure(subjects, runtime, 1, 1, runtime::nanoTime, MeasurementListener.NONE);
    }

    @Test
    void stopsWhenEnoughIsKnown() {
        FakeRuntime runtime = FakeRuntime.quiet();
        Map<String, LatencyStatistics> measured = measure(runtime, Duration.ofHours(1));
        assertThat(measured.keySet()).containsExactly("parent", "cut");
        assertThat(measured.get("parent").p10Us()).isCloseTo(FakeRuntime.networkUs(parent), within(.01));
        assertThat(measured.get("cut").p10Us()).isCloseTo(FakeRuntime.networkUs(cut), within(.01));
        assertThat(measured.get("cut").blocks()).isEqualTo(30);
        assertThat(measured.get("cut").runs()).isEqualTo(150);
    }

    @Test
    void slowRoundsAreMeasuredAgain() {
        FakeRuntime runtime = new FakeRuntime(now -> now / 1_000_000 % 100 < 70 ? 140 : 100);
        LatencyStatistics measured = measure(runtime, Duration.ofHours(1)).get("cut");
        assertThat(measured.p10Us()).isCloseTo(FakeRuntime.networkUs(cut), within(.01));
        assertThat(measured.medianUs()).isCloseTo(FakeRuntime.networkUs(cut), within(.01));
        assertThat(measured.blocks()).isGreaterThanOrEqualTo(30);
    }

    @Test
    void measuresAFewRoundsHoweverShortTheTime() {
        LatencyStatistics measured = measure(FakeRuntime.quiet(), Duration.ZERO).get("cut");
        assertThat(measured.blocks()).isEqualTo(3);
    }

    @Test
    void theIntervalOfALowQuantileNarrowsWithTheBlocks() {
        double[] few = new double[20];
        double[] many = new double[200];
        for (int i = 0; i < 200; i++) {
            many[i] = 100 + i / 10.0;
            few[i / 10] = 100 + i / 10.0;
        }
        assertThat(QuantileInterval.widthPercent(many, .1)).isLessThan(QuantileInterval.widthPercent(few, .1));
        assertThat(QuantileInterval.widthPercent(new double[] {5, 5, 5}, .1)).isZero();
    }
}
