package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.weights.Model;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ways to choose what to cut. Every plan made here leaves at least one unit to each group and one channel to each axis
 * of every value.
 */
public final class PruningPlans {
    private PruningPlans() {}

    /** Whether one ratio holds for all groups, or units of all groups compete by normalised importance. */
    public enum Ranking {
        UNIFORM,
        GLOBAL
    }

    /** Scores of all prunable groups by id. */
    public static Map<String, double[]> scores(Model model, ChannelGroups groups, Importance importance) {
        Map<String, double[]> scores = new LinkedHashMap<>();
        for (ChannelGroup group : groups.groups()) {
            if (group.prunable()) {
                scores.put(group.id(), importance.scores(model, group));
            }
        }
        return scores;
    }

    /**
     * Cuts the share {@code ratio} of the units, rounded down, the least important first.
     *
     * @param ratio 0 to 1
     */
    public static PruningPlan ratio(ChannelGroups groups, Map<String, double[]> scores, double ratio, Ranking ranking) {
        throw new UnsupportedFeatureException("Plans are not made yet.");
    }

    /**
     * Cuts as little as possible so that at most the share {@code macs} of the multiply-accumulates is left.
     *
     * @param macs 0 to 1
     * @throws IllegalArgumentException when even the largest cut leaves more
     */
    public static PruningPlan macs(ChannelGroups groups, Map<String, double[]> scores, double macs, Ranking ranking) {
        throw new UnsupportedFeatureException("Plans are not made yet.");
    }

    /** For each prunable group a number of units to cut, uniformly from 0 to n-1, then which, uniformly. */
    public static PruningPlan random(ChannelGroups groups, long seed) {
        throw new UnsupportedFeatureException("Plans are not made yet.");
    }

    /** Keeps the {@code kept} most important units of each named group; groups not named keep all. */
    public static PruningPlan widths(ChannelGroups groups, Map<String, double[]> scores, Map<String, Integer> kept) {
        throw new UnsupportedFeatureException("Plans are not made yet.");
    }
}
