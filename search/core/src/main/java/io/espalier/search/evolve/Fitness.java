package io.espalier.search.evolve;

import io.espalier.search.method.Observation;
import io.espalier.search.method.SearchProblem;
import io.espalier.search.objective.Dominance;

/**
 * What selection sees of an observation. Better is greater, as Jenetics maximises.
 *
 * @param minimised one value an objective; all 1 when the candidate was not evaluated
 * @param violation of the constraints, and how far the error is from promising anything
 */
record Fitness(double[] minimised, double violation) implements Comparable<Fitness> {

    static Fitness of(Observation observation, SearchProblem problem) {
        double[] minimised = new double[problem.objectives().size()];
        for (int i = 0; i < minimised.length; i++) {
            minimised[i] = observation.isEvaluated() ? observation.minimised().get(i) : 1;
        }
        double shortfall = observation.isEvaluated() ? problem.shortfall().applyAsDouble(minimised[0]) : 0;
        return new Fitness(minimised, observation.violation() + shortfall);
    }

    /** Deb's rule: positive when this one wins. */
    int dominance(Fitness other) {
        return -Dominance.compare(minimised, violation, other.minimised, other.violation);
    }

    /** Compares one objective: positive when this one is better. */
    int compareElement(Fitness other, int index) {
        return Double.compare(other.minimised[index], minimised[index]);
    }

    double distance(Fitness other, int index) {
        return Math.abs(minimised[index] - other.minimised[index]);
    }

    /** Only for Jenetics, which never sorts by it here: dominance, then the first objective. */
    @Override
    public int compareTo(Fitness other) {
        int dominance = dominance(other);
        return dominance != 0 ? dominance : compareElement(other, 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fitness that
                && violation == that.violation
                && java.util.Arrays.equals(minimised, that.minimised);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(minimised);
    }
}
