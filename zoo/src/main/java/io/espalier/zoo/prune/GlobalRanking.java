package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Units of different groups in one order, the least important for their group first, class by class of
 * {@link IsomorphicClasses}. The most important units of each group, its floor, come last in their class: no group is
 * gutted while another has units to give.
 */
final class GlobalRanking {
    /** The share of each group that stays as long as the others of its class have more than that. */
    private static final double FLOOR = Double.parseDouble(System.getProperty("floor", "0.25"));

    private final ChannelGroups groups;
    private final List<int[]> classes = new ArrayList<>();

    private record Ranked(int unit, boolean floor, double score) {}

    /** @param scores by group id */
    GlobalRanking(ChannelGroups groups, Map<String, double[]> scores) {
        this.groups = groups;
        for (List<ChannelGroup> members : IsomorphicClasses.of(groups)) {
            List<Ranked> ranked = new ArrayList<>();
            for (ChannelGroup group : members) {
                rank(groups.firstUnit(group.id()), PruningPlans.scoresOf(scores, group.id()), ranked);
            }
            classes.add(ranked.stream()
                    .sorted(Comparator.comparing(Ranked::floor).thenComparingDouble(Ranked::score))
                    .mapToInt(Ranked::unit)
                    .toArray());
        }
    }

    private static void rank(int first, double[] scores, List<Ranked> ranked) {
        double[] normalized = SliceScores.normalized(scores);
        int[] ascending = IntStream.range(0, normalized.length)
                .boxed()
                .sorted(Comparator.comparingDouble(unit -> normalized[unit]))
                .mapToInt(Integer::intValue)
                .toArray();
        int floor = Math.max(1, (int) Math.ceil(FLOOR * normalized.length - PruningPlans.ROUNDING));
        for (int i = 0; i < ascending.length; i++) {
            boolean kept = i >= ascending.length - floor;
            ranked.add(new Ranked(first + ascending[i], kept, normalized[ascending[i]]));
        }
    }

    /** Every ratio at which a class loses one unit more, ascending. */
    List<Double> ratios() {
        return classes.stream()
                .mapToInt(units -> units.length)
                .distinct()
                .boxed()
                .flatMap(units -> IntStream.rangeClosed(0, units).mapToObj(cut -> (double) cut / units))
                .distinct()
                .sorted()
                .toList();
    }

    /** Removes the share {@code ratio} of the units of every class, rounded down. @param ratio 0 to 1 */
    PruningPlan plan(double ratio) {
        Removal removal = new Removal(groups);
        for (int[] units : classes) {
            int left = (int) Math.floor(ratio * units.length + PruningPlans.ROUNDING);
            for (int i = 0; i < units.length && left > 0; i++) {
                left -= removal.remove(units[i]) ? 1 : 0;
            }
        }
        return removal.plan();
    }
}
