package io.espalier.profile.measure;

import io.espalier.profile.LatencyStatistics;
import io.espalier.zoo.runtime.InferenceRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Times whole models side by side: short blocks of all models in random order over many rounds, until the 10th
 * percentile of the blocks of each is known well enough. A round in the slow mode of a shared machine is measured again.
 *
 * @param runsPerBlock runs whose median is a block
 * @param warmup runs before the first block of a model
 * @param minRounds fewest rounds
 * @param targetPercent enough is known when the 95 % confidence interval of every 10th percentile is this narrow, in
 *     percent of it
 * @param timeLimit measuring ends when it is over, but not before three rounds
 * @param slowModePercent a round whose models are this much above their quiet level is measured again
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
    private static final int FEWEST_ROUNDS = 3;
    private static final int MOST_ROUNDS = 400;

    public LatencyProtocol {
        if (runsPerBlock < 1 || warmup < 0 || minRounds < 1 || !(targetPercent > 0) || !(slowModePercent > 0)) {
            throw new IllegalArgumentException(
                    "Runs a block (%d) and rounds (%d) must be 1 or more, warm-up (%d) 0 or more, target (%s %%) and slow mode (%s %%) positive."
                            .formatted(runsPerBlock, minRounds, warmup, targetPercent, slowModePercent));
        }
    }

    /** Blocks of 5 runs to 1.5 %, within {@code timeLimit}. */
    public static LatencyProtocol standard(Duration timeLimit, long seed) {
        return new LatencyProtocol(5, 10, 30, 1.5, timeLimit, 5, seed);
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
        List<TimedModel> models = new ArrayList<>();
        try {
            for (LatencySubject subject : subjects) {
                models.add(new TimedModel(subject, runtime, threads, batch, warmup));
            }
            return measure(models, nanoTime, listener);
        } finally {
            models.forEach(TimedModel::close);
        }
    }

    private Map<String, LatencyStatistics> measure(
            List<TimedModel> models, LongSupplier nanoTime, MeasurementListener listener) {
        SplittableRandom random = new SplittableRandom(seed);
        TimedRounds rounds = new TimedRounds(models, slowModePercent);
        long start = nanoTime.getAsLong();
        long limitNanos = timeLimit.toNanos();
        while (rounds.count() < MOST_ROUNDS) {
            for (TimedModel model : Shuffle.of(models, random)) {
                model.measureBlock(runsPerBlock, nanoTime);
            }
            rounds.close();
            long elapsed = nanoTime.getAsLong() - start;
            boolean enough = rounds.quiet() >= minRounds && rounds.widestPercent() <= targetPercent;
            boolean over = elapsed >= limitNanos && rounds.count() >= FEWEST_ROUNDS;
            long expected = Math.max(minRounds, rounds.count() + (enough ? 0 : 1));
            long left = enough || over ? 0 : Math.max(0, limitNanos - elapsed);
            listener.progressed("Timing models", rounds.count(), expected, Duration.ofNanos(left));
            if (enough || over) {
                break;
            }
        }
        Map<String, LatencyStatistics> measured = new LinkedHashMap<>();
        for (TimedModel model : models) {
            measured.put(model.subject().id(), LatencyStatistics.of(rounds.quietBlocksUs(model), runsPerBlock));
        }
        return measured;
    }
}
