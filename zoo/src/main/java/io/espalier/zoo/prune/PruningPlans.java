package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.weights.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Ways to choose what to cut. Every plan made here leaves at least one unit to each group and one channel to each axis
 * of every value: a unit whose loss would empty an axis stays, whatever was asked for.
 */
public final class PruningPlans {
    /** Keeps a share such as 0.3 of 10 from being rounded down to 2. */
    static final double ROUNDING = 1e-9;

    private PruningPlans() {}

    /** What decides how many units each group loses. */
    public enum Ranking {
        /** One ratio for all groups. */
        UNIFORM,
        /**
         * One ratio for each class of groups of the same structure, within which units compete by importance divided by
         * the mean of their group. A quarter of each group stays as long as others of its class have more to give.
         */
        GLOBAL
    }

    /** Scores of all prunable groups by id. */
    public static Map<String, double[]> scores(Model model, ChannelGroups groups, Importance importance) {
        return importance.scores(model, groups);
    }

    /**
     * Cuts the share {@code ratio} of the units of every group, or class of groups, rounded down, the least important first.
     *
     * @param ratio 0 to 1
     */
    public static PruningPlan ratio(ChannelGroups groups, Map<String, double[]> scores, double ratio, Ranking ranking) {
        requireShare("ratio", ratio);
        if (ranking == Ranking.GLOBAL) {
            return new GlobalRanking(groups, scores).plan(ratio);
        }
        Map<String, Integer> kept = new LinkedHashMap<>();
        for (ChannelGroup group : groups.prunable()) {
            int cut = (int) Math.floor(ratio * group.channels() + ROUNDING);
            kept.put(group.id(), Math.max(1, group.channels() - cut));
        }
        return widths(groups, scores, kept);
    }

    /**
     * Cuts as little as possible so that at most the share {@code macs} of the multiply-accumulates is left.
     *
     * @param macs 0 to 1
     * @throws IllegalArgumentException when even the largest cut leaves more
     */
    public static PruningPlan macs(ChannelGroups groups, Map<String, double[]> scores, double macs, Ranking ranking) {
        requireShare("share of MACs", macs);
        Pruner pruner = Pruner.of(groups);
        double limit = macs * macsOf(groups.graph());
        if (ranking == Ranking.GLOBAL) {
            GlobalRanking order = new GlobalRanking(groups, scores);
            List<Double> ratios = order.ratios();
            return smallest(ratios.size() - 1, i -> order.plan(ratios.get(i)), pruner, limit);
        }
        List<Double> ratios = groups.prunable().stream()
                .flatMap(group -> IntStream.range(0, group.channels()).mapToObj(cut -> (double) cut / group.channels()))
                .distinct()
                .sorted()
                .toList();
        return smallest(ratios.size() - 1, i -> ratio(groups, scores, ratios.get(i), Ranking.UNIFORM), pruner, limit);
    }

    /** The first of the plans 0 to {@code last}, each cutting at least what the one before does, within the limit. */
    private static PruningPlan smallest(int last, IntFunction<PruningPlan> plans, Pruner pruner, double limit) {
        long least = last < 0 ? macsOf(pruner.groups().graph()) : macsOf(pruner.structure(plans.apply(last)));
        if (least > limit) {
            throw new IllegalArgumentException(
                    "The MACs cannot be cut to %.0f: with one unit left in every group %d remain.\nMaybe ask for a larger share."
                            .formatted(limit, least));
        }
        int low = 0;
        int high = Math.max(0, last);
        while (low < high) {
            int middle = (low + high) / 2;
            if (macsOf(pruner.structure(plans.apply(middle))) <= limit) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return last < 0 ? PruningPlan.nothing() : plans.apply(low);
    }

    private static long macsOf(ModelGraph graph) {
        return Macs.of(graph, ShapeInference.infer(graph));
    }

    /** For each prunable group a number of units to cut, uniformly from 0 to n-1, then which, uniformly. */
    public static PruningPlan random(ChannelGroups groups, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Removal removal = new Removal(groups);
        for (ChannelGroup group : groups.prunable()) {
            int first = groups.firstUnit(group.id());
            int cut = random.nextInt(group.channels());
            int[] units = IntStream.range(first, first + group.channels()).toArray();
            for (int i = 0; i < cut; i++) {
                int drawn = i + random.nextInt(units.length - i);
                int unit = units[drawn];
                units[drawn] = units[i];
                removal.remove(unit);
            }
        }
        return removal.plan();
    }

    /**
     * Keeps the {@code kept} most important units of each named group, of equal ones the later; groups not named keep all.
     *
     * @throws IllegalArgumentException for a group that is unknown or frozen, or a number outside 1 to its channels
     */
    public static PruningPlan widths(ChannelGroups groups, Map<String, double[]> scores, Map<String, Integer> kept) {
        return WidthPlanner.of(groups, scores).plan(kept);
    }

    static double[] scoresOf(Map<String, double[]> scores, String group) {
        double[] own = scores.get(group);
        if (own == null) {
            throw new IllegalArgumentException("There are no scores of the channel group (%s).".formatted(group));
        }
        return own;
    }

    private static void requireShare(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("The %s (%s) must be 0 to 1.".formatted(what, value));
        }
    }
}
