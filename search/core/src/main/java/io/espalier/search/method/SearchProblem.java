package io.espalier.search.method;

import io.espalier.search.space.SearchSpace;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a method searches.
 *
 * @param objectives names, in the order of {@link Observation#minimised}
 * @param cost predicted first cost of a candidate, at no evaluation: lets a method order its first guesses
 * @param seed of all that is drawn
 */
public record SearchProblem(
        SearchSpace space,
        List<String> objectives,
        ToDoubleFunction<io.espalier.search.space.Candidate> cost,
        long seed) {
    public SearchProblem {
        objectives = List.copyOf(objectives);
    }
}
