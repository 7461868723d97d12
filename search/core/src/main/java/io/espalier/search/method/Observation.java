package io.espalier.search.method;

import io.espalier.search.space.Candidate;
import java.util.List;

/**
 * How a candidate did.
 *
 * @param minimised one value an objective, smaller is better; empty when it was not evaluated (its costs break a
 *     constraint, or its evaluation failed)
 * @param violation how far the constraints are broken, 0 when they are kept; infinite when the evaluation failed
 */
public record Observation(Candidate candidate, List<Double> minimised, double violation) {
    public Observation {
        minimised = List.copyOf(minimised);
        if (!(violation >= 0)) {
            throw new IllegalArgumentException("The violation (%s) must be 0 or more.".formatted(violation));
        }
        if (minimised.isEmpty() && violation == 0) {
            throw new IllegalArgumentException("A candidate that was not evaluated has a violation above 0.");
        }
    }

    public boolean isEvaluated() {
        return !minimised.isEmpty();
    }
}
