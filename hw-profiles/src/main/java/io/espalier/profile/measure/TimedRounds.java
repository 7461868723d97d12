package io.espalier.profile.measure;

import io.espalier.zoo.graph.Precision;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Tells quiet rounds from slow ones, for each precision apart: they slow down differently. A round is slow when the median
 * of its models is: a single one may be slow by where its arrays lie.
 */
final class TimedRounds {
    private static final int FEWEST_QUIET = 3;
    private static final double QUIET = .1;

    private final List<TimedModel> models;
    private final double slowModePercent;
    private final Map<Precision, int[]> quietRounds = new HashMap<>();
    private int count;

    TimedRounds(List<TimedModel> models, double slowModePercent) {
        this.models = models;
        this.slowModePercent = slowModePercent;
    }

    /** Every model has run another block. */
    void close() {
        count++;
        quietRounds.clear();
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

    /** Rounds in which the models of this precision were not slow; the least slow ones when those are too few. */
    private int[] quietRounds(Precision precision) {
        return quietRounds.computeIfAbsent(precision, this::findQuietRounds);
    }

    private int[] findQuietRounds(Precision precision) {
        List<double[]> rounds = IntStream.range(0, count)
                .mapToObj(round -> models.stream()
                        .filter(model -> model.subject().precision().equals(precision))
                        .mapToDouble(model -> model.blockUs(round))
                        .toArray())
                .toList();
        AnchorLevels levels = new AnchorLevels(slowModePercent);
        rounds.forEach(levels::saw);
        double[] slowness = rounds.stream().mapToDouble(levels::slowness).toArray();
        double limit = 1 + slowModePercent / 100;
        int[] quiet = IntStream.range(0, count)
                .filter(round -> slowness[round] <= limit)
                .toArray();
        if (quiet.length >= Math.min(FEWEST_QUIET, count)) {
            return quiet;
        }
        return IntStream.range(0, count)
                .boxed()
                .sorted((a, b) -> Double.compare(slowness[a], slowness[b]))
                .limit(FEWEST_QUIET)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
