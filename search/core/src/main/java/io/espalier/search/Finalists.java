package io.espalier.search;

import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.objective.Goals;
import io.espalier.search.objective.LowerHull;
import io.espalier.search.space.Recipe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses which cuts are tuned. Untrained accuracy ranks cuts of about the same cost well, but says little about the
 * distance between front members, so finalists are the front and its band of one standard error, spread evenly over the
 * range of the first cost, those near its convex hull first; what lies behind fills the gaps.
 */
final class Finalists {
    /** What a front's whole range of errors above its hull weighs, in tiers. */
    private static final double ABOVE_HULL = 3;

    private final Goals goals;
    private final Prospects prospects;

    /** @param guessing accuracy of a guess, 0 to below 1 */
    Finalists(Goals goals, double guessing) {
        this.goals = goals;
        this.prospects = new Prospects(goals, guessing);
    }

    private record Entry(Evaluated evaluated, double[] vector, int tier) {
        double cost() {
            return vector[1];
        }
    }

    /** At most {@code count} distinct cuts, from the most to the least costly. */
    List<Evaluated> choose(List<Evaluated> all, int count) {
        List<Evaluated> eligible =
                new ArrayList<>(all.stream().filter(Evaluated::isDone).toList());
        List<Evaluated> above = eligible.stream()
                .filter(one -> prospects.isAboveNoise(one.trial().accuracy()))
                .toList();
        List<Evaluated> promising = above.stream()
                .filter(one -> prospects.mayKeepBounds(one.trial().accuracy()))
                .toList();
        if (cuts(promising) >= Math.min(3, count)) {
            eligible = new ArrayList<>(promising);
        } else if (cuts(above) >= Math.min(3, count)) {
            eligible = new ArrayList<>(above);
        }
        List<Entry> entries = best(tiers(eligible));
        List<Entry> chosen = spread(entries, count);
        chosen.sort(Comparator.comparingDouble((Entry entry) -> -entry.cost())
                .thenComparing(entry -> entry.evaluated().priced().id().hash()));
        return chosen.stream().map(Entry::evaluated).toList();
    }

    private static long cuts(List<Evaluated> evaluated) {
        return evaluated.stream()
                .map(one -> one.priced().recipe())
                .filter(recipe -> !recipe.isWhole())
                .map(Recipe::cut)
                .distinct()
                .count();
    }

    /** 0 for the front, 1 for its band of one standard error, then 1 + rank. */
    private List<Entry> tiers(List<Evaluated> evaluated) {
        List<Entry> entries = new ArrayList<>();
        for (Band.Ranked one : Band.ranked(goals, evaluated)) {
            int tier = one.rank() == 0 ? 0 : one.isHeld() ? 1 : one.rank() + 1;
            entries.add(new Entry(one.evaluated(), one.vector(), tier));
        }
        return entries;
    }

    /** Of each cut, the precision that lies foremost. The whole parent beats others, but is no cut. */
    private static List<Entry> best(List<Entry> entries) {
        Map<Recipe, Entry> best = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry.evaluated().priced().recipe().isWhole()) {
                continue;
            }
            best.merge(
                    entry.evaluated().priced().recipe().cut(),
                    entry,
                    (a, b) -> b.tier() < a.tier() || b.tier() == a.tier() && b.cost() < a.cost() ? b : a);
        }
        return new ArrayList<>(best.values());
    }

    private static List<Entry> spread(List<Entry> entries, int count) {
        if (entries.size() <= count) {
            return new ArrayList<>(entries);
        }
        double low = entries.stream()
                .filter(entry -> entry.tier() == 0)
                .mapToDouble(Entry::cost)
                .min()
                .orElse(0);
        double high = entries.stream()
                .filter(entry -> entry.tier() == 0)
                .mapToDouble(Entry::cost)
                .max()
                .orElse(1);
        double spacing = Math.max((high - low) / Math.max(1, count - 1), 1e-9);
        LowerHull hull = LowerHull.of(entries.stream()
                .<double[]>map(entry -> new double[] {entry.cost(), entry.vector()[0]})
                .toList());
        double errors = Math.max(hull.at(low) - hull.at(high), 1e-9);
        List<Entry> left = new ArrayList<>(entries);
        List<Entry> chosen = new ArrayList<>();
        Map<Entry, Double> scores = new HashMap<>();
        for (int i = 0; i < count; i++) {
            double target = low + i * spacing;
            // One spacing from the target weighs as much as a tier, or as a third of the front's errors above its hull.
            left.forEach(entry -> scores.put(
                    entry,
                    Math.abs(entry.cost() - target) / spacing
                            + entry.tier()
                            + ABOVE_HULL * (entry.vector()[0] - hull.at(entry.cost())) / errors));
            Entry next = left.stream()
                    .min(Comparator.<Entry>comparingDouble(entry -> scores.getOrDefault(entry, 0.0))
                            .thenComparingDouble(entry -> entry.vector()[0])
                            .thenComparing(
                                    entry -> entry.evaluated().priced().id().hash()))
                    .orElseThrow();
            left.remove(next);
            chosen.add(next);
        }
        return chosen;
    }
}
