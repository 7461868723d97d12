package io.espalier.search;

import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.objective.Goals;
import io.espalier.search.objective.Hypervolume;
import io.espalier.search.space.Recipe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who climbs from a rung whose accuracies are worth comparing: first the front with its band of one standard error, then
 * rank by rank; within each, whoever adds the most hypervolume to those who climb already (as in MO-ASHA, Schmucker et
 * al., "Multi-objective Asynchronous Successive Halving", 2021).
 */
final class Promotion {
    private final Goals goals;
    private final double[] reference;

    /** @param guessing accuracy of a guess, 0 to below 1 */
    Promotion(Goals goals, double guessing) {
        this.goals = goals;
        this.reference = goals.reference(guessing);
    }

    /** @param lucky its values if its accuracy were one standard error better */
    private record Contender(Recipe cut, double[] lucky, int tier) {}

    /** At most {@code count} distinct cuts, the most wanted first. */
    List<Recipe> choose(List<Evaluated> evaluated, int count) {
        List<Contender> left =
                contenders(evaluated.stream().filter(Evaluated::isDone).toList());
        List<Contender> chosen = new ArrayList<>();
        while (chosen.size() < count && !left.isEmpty()) {
            int tier = left.stream().mapToInt(Contender::tier).min().orElseThrow();
            List<double[]> climbing = chosen.stream().map(Contender::lucky).toList();
            Contender next = left.stream()
                    .filter(one -> one.tier() == tier)
                    .max(Comparator.<Contender>comparingDouble(one -> volumeWith(climbing, one))
                            .thenComparingDouble(one -> -one.lucky()[0])
                            .thenComparing(one -> one.cut().canonical()))
                    .orElseThrow();
            left.remove(next);
            chosen.add(next);
        }
        return chosen.stream().map(Contender::cut).toList();
    }

    private double volumeWith(List<double[]> climbing, Contender one) {
        List<double[]> all = new ArrayList<>(climbing);
        all.add(one.lucky());
        return Hypervolume.share(all, reference);
    }

    /** Each cut at the precision that lies foremost. The whole parent beats others, but is no cut. */
    private List<Contender> contenders(List<Evaluated> evaluated) {
        Map<Recipe, Contender> best = new LinkedHashMap<>();
        for (Band.Ranked one : Band.ranked(goals, evaluated)) {
            double[] lucky = one.vector().clone();
            lucky[0] -= one.evaluated().trial().standardError();
            boolean mayKeepBound = goals.accuracyViolation(1 - lucky[0]) == 0;
            int tier = (one.isHeld() ? 0 : 1 + one.rank()) + (mayKeepBound ? 0 : evaluated.size());
            Recipe recipe = one.evaluated().priced().recipe();
            if (!recipe.isWhole()) {
                best.merge(recipe.cut(), new Contender(recipe.cut(), lucky, tier), this::foremost);
            }
        }
        return new ArrayList<>(best.values());
    }

    private Contender foremost(Contender a, Contender b) {
        if (a.tier() != b.tier()) {
            return a.tier() < b.tier() ? a : b;
        }
        return volumeWith(List.of(), b) > volumeWith(List.of(), a) ? b : a;
    }
}
