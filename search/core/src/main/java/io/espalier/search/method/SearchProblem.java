package io.espalier.search.method;

import io.espalier.search.space.Candidate;
import io.espalier.search.space.SearchSpace;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * What a method searches.
 *
 * @param objectives names, in the order of {@link Observation#minimised}; the first is the error
 * @param prices of any candidate, at no evaluation
 * @param shortfall how far an error, the first objective, is from promising anything; 0 when it does. A broken
 *     constraint like those on costs
 * @param expectedEvaluations about how many candidates will be evaluated, 1 or more: how long first guesses may last
 * @param seed of all that is drawn
 */
public record SearchProblem(
        SearchSpace space,
        List<String> objectives,
        Function<Candidate, Price> prices,
        DoubleUnaryOperator shortfall,
        int expectedEvaluations,
        long seed) {
    public SearchProblem {
        objectives = List.copyOf(objectives);
        if (objectives.isEmpty() || expectedEvaluations < 1) {
            throw new IllegalArgumentException("A problem needs an objective %s and an evaluation (%d) or more."
                    .formatted(objectives, expectedEvaluations));
        }
    }
}
