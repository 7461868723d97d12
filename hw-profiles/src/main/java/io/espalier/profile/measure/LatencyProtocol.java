package io.espalier.profile.measure;

import io.espalier.profile.LatencyStatistics;
import io.espalier.zoo.runtime.InferenceRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Times whole models side by side: short blocks of all models in random order over many rounds, until the 10th
 * percentile of the blocks of each is known well enough. A round in which an anchor runs in the slow mode of a shared
 * machine is measured again.
 *
 * @param runsPerBlock runs whose mean is a block
 * @param warmup runs before the first block of a model
 * @param minRounds fewest rounds
 * @param targetPercent enough is known when the 95 % confidence interval of every 10th percentile is this narrow, in
 *     percent of it
 * @param timeLimit measuring ends when it is over, but not before three rounds
 * @param slowModePercent a round whose anchor is this much above its quiet level is measured again
 * @param seed of the order
 */
public record LatencyProtocol(
        int runsPerBlock,
        int warmup,
        int minRounds,
        double targetPercent,
        Duration timeLimit,
        double slowModePercent,
        long seed) {
    public LatencyProtocol {
        if (runsPerBlock < 1 || warmup < 0 || minRounds < 1 || !(targetPercent > 0) || !(slowModePercent > 0)) {
            throw new IllegalArgumentException(
                    "Runs a block (%d) and rounds (%d) must be 1 or more, warm-up (%d) 0 or more, target (%s %%) and slow mode (%s %%) positive."
                            .formatted(runsPerBlock, minRounds, warmup, targetPercent, slowModePercent));
        }
    }

    /** Blocks of 5 runs to 1.5 %, within {@code timeLimit}. */
    public static LatencyProtocol standard(Duration timeLimit, long seed) {
        return new LatencyProtocol(5, 10, 20, 1.5, timeLimit, 15, seed);
    }

    /**
     * The latency of each subject, in µs a run, by id in the given order.
     *
     * @param threads inside one inference
     * @param batch for inputs whose batch is free
     * @param nanoTime a clock in nanoseconds, such as {@code System::nanoTime}
     */
    public Map<String, LatencyStatistics> measure(
            List<LatencySubject> subjects,
            InferenceRuntime runtime,
            int threads,
            int batch,
            LongSupplier nanoTime,
            MeasurementListener listener) {
        throw new UnsupportedOperationException("Timing models is not part of this build yet.");
    }
}
