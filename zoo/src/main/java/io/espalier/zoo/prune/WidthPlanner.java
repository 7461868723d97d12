package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which units go when groups keep so many: the least important, of equal ones the earlier. Units are ranked once, for
 * many plans. Immutable.
 */
public final class WidthPlanner {
    private final ChannelGroups groups;
    private final Map<String, double[]> scores;
    private final UnitPlaces places;
    private final Map<String, int[]> ascending = new LinkedHashMap<>();

    private WidthPlanner(ChannelGroups groups, Map<String, double[]> scores) {
        this.groups = groups;
        this.scores = Map.copyOf(scores);
        places = new UnitPlaces(groups);
        for (ChannelGroup group : groups.prunable()) {
            double[] own = scores.get(group.id());
            if (own != null) {
                ascending.put(group.id(), ascending(own));
            }
        }
    }

    /** @param scores importance of the units by group id; a group without them cannot lose any */
    public static WidthPlanner of(ChannelGroups groups, Map<String, double[]> scores) {
        return new WidthPlanner(groups, scores);
    }

    private static int[] ascending(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(unit -> scores[unit]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * The plan that keeps so many units of each named group; groups not named keep all.
     *
     * @throws IllegalArgumentException for a group that is unknown or frozen, or a number outside 1 to its channels
     */
    public PruningPlan plan(Map<String, Integer> kept) {
        Removal removal = new Removal(places);
        kept.keySet().forEach(groups::firstUnit);
        // Which unit an axis saves from going depends on the order, so that of the groups counts, not the map's.
        for (ChannelGroup group : groups.prunable()) {
            int cut = group.channels() - requireWidth(group, kept.getOrDefault(group.id(), group.channels()));
            if (cut > 0) {
                int first = groups.firstUnit(group.id());
                for (int unit : order(group.id())) {
                    if (cut == 0) {
                        break;
                    }
                    cut -= removal.remove(first + unit) ? 1 : 0;
                }
            }
        }
        return removal.plan();
    }

    static int requireWidth(ChannelGroup group, int keep) {
        if (keep < 1 || keep > group.channels()) {
            throw new IllegalArgumentException("The channel group (%s) can keep 1 to %d units, not %d."
                    .formatted(group.id(), group.channels(), keep));
        }
        return keep;
    }

    private int[] order(String group) {
        int[] order = ascending.get(group);
        return order == null ? ascending(PruningPlans.scoresOf(scores, group)) : order;
    }

    UnitPlaces places() {
        return places;
    }
}
