package io.espalier.profile.measure;

import io.espalier.profile.LatencyStatistics;
import io.espalier.zoo.graph.Precision;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Tells quiet rounds from slow ones by the anchors, for each precision apart: they slow down differently. */
final class TimedRounds {
    private static final int FEWEST_QUIET = 3;
    private static final double QUIET = .1;

    private final List<TimedModel> models;
    private final double slowModePercent;
    private int count;

    TimedRounds(List<TimedModel> models, double slowModePercent) {
        this.models = models;
        this.slowModePercent = slowModePercent;
    }

    /** Every model has run another block. */
    void close() {
        count++;
    }

    /** All rounds. */
    int count() {
        return count;
    }

    /** The fewest rounds that count for any model. */
    int quiet() {
        return models.stream()
                .mapToInt(model -> quietRounds(model.subject().precision()).length)
                .min()
                .orElse(0);
    }

    /** The widest confidence interval of any model's 10th percentile, in percent. */
    double widestPercent() {
        double widest = 0;
        for (TimedModel model : models) {
            double[] us = quietBlocksUs(model);
            Arrays.sort(us);
            widest = Math.max(widest, QuantileInterval.widthPercent(us, QUIET));
        }
        return widest;
    }

    /** The blocks of the rounds that count, in order. */
    double[] quietBlocksUs(TimedModel model) {
        return IntStream.of(quietRounds(model.subject().precision()))
                .mapToDouble(model::blockUs)
                .toArray();
    }

    /** Rounds in which no anchor of this precision was slow; the least slow ones when those are too few. */
    private int[] quietRounds(Precision precision) {
        Map<Integer, Double> slowness = new HashMap<>();
        for (TimedModel model : models) {
            if (model.subject().anchor() && model.subject().precision().equals(precision)) {
                double quietUs = LatencyStatistics.quantile(
                        IntStream.range(0, count)
                                .mapToDouble(model::blockUs)
                                .sorted()
                                .toArray(),
                        QUIET);
                for (int round = 0; round < count; round++) {
                    slowness.merge(round, model.blockUs(round) / quietUs, Math::max);
                }
            }
        }
        double limit = 1 + slowModePercent / 100;
        int[] quiet = IntStream.range(0, count)
                .filter(round -> slowness.getOrDefault(round, 1.0) <= limit)
                .toArray();
        if (quiet.length >= Math.min(FEWEST_QUIET, count)) {
            return quiet;
        }
        return IntStream.range(0, count)
                .boxed()
                .sorted((a, b) -> Double.compare(slowness.getOrDefault(a, 1.0), slowness.getOrDefault(b, 1.0)))
                .limit(FEWEST_QUIET)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
