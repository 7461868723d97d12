package io.espalier.app.evaluate;

import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.measure.LatencyProtocol;
import io.espalier.profile.measure.LatencySubject;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Two floating-point models timed side by side on this machine, batch 1, one thread.
 *
 * @param ratio of the second to the first, on the quiet machine
 */
public record LatencyPair(Latency before, Latency after, double ratio) {

    /** Measures both, interleaved. @param limit for both together */
    public static LatencyPair measured(
            Model before, Model after, InferenceRuntime runtime, Duration limit, MeasurementListener listener) {
        List<LatencySubject> subjects = List.of(
                LatencySubject.of("before", Precision.FP32, before), LatencySubject.of("after", Precision.FP32, after));
        Map<String, LatencyStatistics> measured =
                LatencyProtocol.standard(limit, 0).measure(subjects, runtime, 1, 1, System::nanoTime, listener);
        Latency first = Latency.of(Objects.requireNonNull(measured.get("before"), "measured"));
        Latency second = Latency.of(Objects.requireNonNull(measured.get("after"), "measured"));
        return new LatencyPair(first, second, second.p10() / first.p10());
    }
}
