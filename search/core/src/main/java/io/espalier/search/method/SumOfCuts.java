package io.espalier.search.method;

import io.espalier.search.space.Candidate;
import io.espalier.search.space.Decision;
import io.espalier.search.space.SearchSpace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The lowest rung, F0: what the parts of a candidate cost alone, added up, from the single cuts that were observed once. A
 * narrower group loses as the square of what is cut. It orders candidates and tells no error: strong cuts lose more
 * together than apart.
 */
public final class SumOfCuts {
    private final SearchSpace space;
    /** Of a removed block, of a group with nothing left, of a precision; by decision and index. */
    private final Map<Integer, Map<Integer, Double>> lost = new HashMap<>();

    private SumOfCuts(SearchSpace space) {
        this.space = space;
    }

    /** The single cuts that a sum is made of: each block removed, each group at about half its width. */
    public static List<Candidate> alone(SearchSpace space) {
        return SingleCuts.alone(space).stream()
                .map(cut -> SingleCuts.cheapest(space, cut))
                .toList();
    }

    /** Empty when the parent at the lowest precision or one of the single cuts was not evaluated. */
    public static Optional<SumOfCuts> of(SearchSpace space, Map<Candidate, Observation> observed) {
        SumOfCuts sum = new SumOfCuts(space);
        OptionalDouble whole = error(observed, SingleCuts.cheapest(space, space.largest()));
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        for (Candidate alone : alone(space)) {
            OptionalDouble error = error(observed, alone);
            if (error.isEmpty()) {
                return Optional.empty();
            }
            sum.note(alone, error.getAsDouble() - whole.getAsDouble());
        }
        for (Candidate precise : SingleCuts.atEachPrecision(space, space.largest())) {
            sum.notePrecision(precise, error(observed, precise).orElse(whole.getAsDouble()) - whole.getAsDouble());
        }
        return Optional.of(sum);
    }

    private static OptionalDouble error(Map<Candidate, Observation> observed, Candidate candidate) {
        Observation seen = observed.get(candidate);
        return seen == null || !seen.isEvaluated()
                ? OptionalDouble.empty()
                : OptionalDouble.of(seen.minimised().get(0));
    }

    private void note(Candidate alone, double loss) {
        for (int i = 0; i < space.size(); i++) {
            Decision decision = space.decisions().get(i);
            int index = alone.index(i);
            if (decision instanceof Decision.RemoveBlock && index == 0) {
                lost.computeIfAbsent(i, key -> new HashMap<>()).put(0, loss);
            } else if (decision instanceof Decision.Width width && index < width.alternatives() - 1) {
                // Noise may say that a cut gains; a wider one of the group would then gain most.
                double whole = Math.max(0, loss) / square(cut(width, index));
                Map<Integer, Double> losses = lost.computeIfAbsent(i, key -> new HashMap<>());
                for (int kept = 0; kept < width.alternatives(); kept++) {
                    losses.put(kept, whole * square(cut(width, kept)));
                }
            }
        }
    }

    private void notePrecision(Candidate precise, double loss) {
        for (int i = 0; i < space.size(); i++) {
            if (space.decisions().get(i) instanceof Decision.ModelPrecision) {
                lost.computeIfAbsent(i, key -> new HashMap<>()).put(precise.index(i), loss);
            }
        }
    }

    /** Share of a group's units that are cut. */
    private static double cut(Decision.Width width, int index) {
        return 1 - (double) width.kept().get(index) / width.full();
    }

    private static double square(double value) {
        return value * value;
    }

    /** What the candidate loses of the accuracy of the parent at the lowest precision; greater is worse. */
    public double lost(Candidate candidate) {
        Set<String> removed = new HashSet<>();
        for (int i = 0; i < space.size(); i++) {
            if (space.decisions().get(i) instanceof Decision.RemoveBlock block && candidate.index(i) == 0) {
                removed.add(block.block());
            }
        }
        double sum = 0;
        for (int i = 0; i < space.size(); i++) {
            if (space.decisions().get(i).activeWhen(removed)) {
                sum += lost.getOrDefault(i, Map.of()).getOrDefault(candidate.index(i), 0.0);
            }
        }
        return sum;
    }
}
