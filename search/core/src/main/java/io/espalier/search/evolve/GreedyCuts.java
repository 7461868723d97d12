package io.espalier.search.evolve;

import io.espalier.search.method.Observation;
import io.espalier.search.method.SingleCuts;
import io.espalier.search.space.Candidate;
import io.espalier.search.space.Decision;
import io.espalier.search.space.SearchSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Sequences that add one cut after another, in the order of accuracy lost for cost saved as each was observed alone:
 * blocks only, both kinds together, widths only. A cheap stand-in for the hull of a knapsack over independent cuts.
 */
final class GreedyCuts {
    private final SearchSpace space;
    private final Map<Candidate, Observation> observed;
    private final SplittableRandom random;

    GreedyCuts(SearchSpace space, Map<Candidate, Observation> observed, SplittableRandom random) {
        this.space = space;
        this.observed = observed;
        this.random = random;
    }

    private record Cut(int decision, int index, double price) {}

    List<Candidate> candidates() {
        List<Cut> blocks = cuts(Decision.RemoveBlock.class);
        List<Cut> widths = cuts(Decision.Width.class);
        List<Cut> both = new ArrayList<>(blocks);
        both.addAll(widths);
        both.sort(Comparator.comparingDouble(Cut::price));
        Set<Candidate> candidates = new LinkedHashSet<>();
        List<Candidate> sequence = new ArrayList<>();
        sequence.addAll(sequence(blocks));
        sequence.addAll(sequence(both));
        sequence.addAll(sequence(widths));
        for (Candidate candidate : sequence) {
            candidates.add(SingleCuts.cheapest(space, candidate));
        }
        for (Candidate candidate : sequence) {
            candidates.addAll(SingleCuts.atEachPrecision(space, candidate));
        }
        return new ArrayList<>(candidates);
    }

    private List<Candidate> sequence(List<Cut> cuts) {
        List<Candidate> candidates = new ArrayList<>();
        Candidate candidate = space.largest();
        for (Cut cut : cuts) {
            candidate = candidate.with(cut.decision(), cut.index());
            candidates.add(candidate);
        }
        return candidates;
    }

    private List<Cut> cuts(Class<? extends Decision> kind) {
        Observation parent = observed.get(SingleCuts.cheapest(space, space.largest()));
        List<Cut> cuts = new ArrayList<>();
        List<Double> whole = parent == null ? List.of() : parent.minimised();
        for (SingleCuts.Alone alone : SingleCuts.alone(space)) {
            if (kind.isInstance(space.decisions().get(alone.decision()))) {
                Observation seen = observed.get(alone.candidate());
                double price = Double.POSITIVE_INFINITY;
                if (whole.isEmpty()) {
                    // The whole parent breaks a constraint, so nothing is known about cuts alone: any order.
                    price = random.nextDouble();
                } else if (seen != null && seen.isEvaluated()) {
                    price = price(whole, seen.minimised());
                }
                if (price < Double.POSITIVE_INFINITY) {
                    cuts.add(new Cut(alone.decision(), alone.index(), price));
                }
            }
        }
        cuts.sort(Comparator.comparingDouble(Cut::price));
        return cuts;
    }

    private static double price(List<Double> parent, List<Double> cut) {
        double lost = cut.get(0) - parent.get(0);
        double saved = 0;
        for (int i = 1; i < parent.size(); i++) {
            saved += parent.get(i) - cut.get(i);
        }
        if (saved <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        return lost > 0 ? lost / saved : lost * saved;
    }
}
