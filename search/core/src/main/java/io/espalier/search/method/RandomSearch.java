package io.espalier.search.method;

import io.espalier.search.space.Candidate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Uniform random candidates without repetition: what every other method has to beat. */
public final class RandomSearch implements SearchMethod {
    private final SearchProblem problem;
    private final SplittableRandom random;
    private final Set<Candidate> proposed = new HashSet<>();

    public RandomSearch(SearchProblem problem) {
        this.problem = problem;
        this.random = new SplittableRandom(problem.seed());
    }

    @Override
    public List<Candidate> propose(int count) {
        List<Candidate> batch = new ArrayList<>();
        while (batch.size() < count && proposed.size() < problem.space().candidates()) {
            UnseenCandidates.draw(problem.space(), random, proposed).ifPresent(batch::add);
        }
        return batch;
    }

    @Override
    public void observe(Observation observation) {
        // What was seen changes nothing here.
    }
}
