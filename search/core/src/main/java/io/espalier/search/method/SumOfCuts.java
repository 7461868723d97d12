package io.espalier.search.method;

import io.espalier.search.space.Candidate;
import io.espalier.search.space.Decision;
import io.espalier.search.space.SearchSpace;
import java.util.Arrays;
import java.util.HashSet;
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
    private final double wholeError;
    /** By decision, and by its alternative. */
    private final double[][] lost;

    private SumOfCuts(SearchSpace space, double wholeError) {
        this.space = space;
        this.wholeError = wholeError;
        this.lost = space.decisions().stream()
                .map(decision -> new double[decision.alternatives()])
                .toArray(double[][]::new);
    }

    /** Empty when the parent at the lowest precision or one of {@link SingleCuts#alone} was not evaluated. */
    public static Optional<SumOfCuts> of(SearchSpace space, Map<Candidate, Observation> observed) {
        OptionalDouble whole = error(observed, SingleCuts.cheapest(space, space.largest()));
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        SumOfCuts sum = new SumOfCuts(space, whole.getAsDouble());
        for (SingleCuts.Alone alone : SingleCuts.alone(space)) {
            OptionalDouble error = error(observed, alone.candidate());
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

    private void note(SingleCuts.Alone alone, double loss) {
        double[] losses = lost[alone.decision()];
        if (space.decisions().get(alone.decision()) instanceof Decision.Width width) {
            // Noise may say that a cut gains: narrower ones would then gain more.
            double whole = Math.max(0, loss) / square(cut(width, alone.index()));
            Arrays.setAll(losses, kept -> whole * square(cut(width, kept)));
        } else {
            losses[alone.index()] = loss;
        }
    }

    private void notePrecision(Candidate precise, double loss) {
        for (int i = 0; i < space.size(); i++) {
            if (space.decisions().get(i) instanceof Decision.ModelPrecision) {
                lost[i][precise.index(i)] = loss;
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

    /** The error if losses only added up; strong cuts err more. */
    public double leastError(Candidate candidate) {
        return wholeError + lost(candidate);
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
                sum += lost[i][candidate.index(i)];
            }
        }
        return sum;
    }
}
