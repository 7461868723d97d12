package io.espalier.search.evolve;

import io.espalier.search.method.Observation;
import io.espalier.search.method.SearchProblem;
import io.espalier.search.method.SingleCuts;
import io.espalier.search.method.SumOfCuts;
import io.espalier.search.method.UnseenCandidates;
import io.espalier.search.space.Candidate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The first candidates: the parent, the extremes, uniform widths, every cut alone; then, when those are observed, greedy
 * sequences of the cuts that cost the least accuracy for what they save, as long as they promise anything; then random ones up to twice as many as there
 * are decisions. At most half of the expected evaluations.
 */
final class InitialDesign {
    private final SearchProblem problem;
    private final Deque<Candidate> queue = new ArrayDeque<>();
    private final SingleCuts singles;
    private final Set<Candidate> drawn = new HashSet<>();
    private final SplittableRandom random;
    private int left;
    private Stage stage = Stage.SINGLE_CUTS;

    private enum Stage {
        SINGLE_CUTS,
        GREEDY,
        RANDOM
    }

    InitialDesign(SearchProblem problem) {
        this.problem = problem;
        this.singles = new SingleCuts(problem.space());
        this.random = new SplittableRandom(problem.seed() ^ 0x9e3779b97f4a7c15L);
        this.left = Math.max(4, problem.expectedEvaluations() / 2);
        List<Candidate> first = singles.candidates();
        queue.addAll(first.subList(0, Math.min(first.size(), Math.max(4, left * 2 / 3))));
    }

    /** The next one that was not handed out before; empty when the design is done. */
    Optional<Candidate> next(Map<Candidate, Observation> observed) {
        while (left > 0) {
            Candidate candidate = queue.poll();
            if (candidate == null) {
                if (!refill(observed)) {
                    return Optional.empty();
                }
            } else if (drawn.add(candidate)) {
                left--;
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private boolean promises(SumOfCuts sums, Candidate candidate) {
        return problem.shortfall().applyAsDouble(sums.leastError(candidate)) == 0;
    }

    private boolean refill(Map<Candidate, Observation> observed) {
        switch (stage) {
            case SINGLE_CUTS -> {
                stage = Stage.GREEDY;
                List<Candidate> greedy = new GreedyCuts(problem.space(), observed, random).candidates();
                Optional<SumOfCuts> sums = SumOfCuts.of(problem.space(), observed);
                greedy.stream()
                        .filter(one -> sums.stream().allMatch(sum -> promises(sum, one)))
                        .forEach(queue::add);
            }
            case GREEDY -> {
                stage = Stage.RANDOM;
                int more = Math.min(left, Math.max(0, 2 * problem.space().size() - drawn.size()));
                Set<Candidate> seen = new HashSet<>(drawn);
                for (int i = 0; i < more; i++) {
                    UnseenCandidates.draw(problem.space(), random, seen).ifPresent(queue::add);
                }
            }
            case RANDOM -> {
                return false;
            }
        }
        return true;
    }
}
