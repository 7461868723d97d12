package io.espalier.search.evolve;

import io.espalier.search.method.Observation;
import io.espalier.search.objective.Dominance;

/**
 * What selection sees of an observation. Better is greater, as Jenetics maximises.
 *
 * @param minimised one value an objective; all 1 when the candidate was not evaluated
 */
record Fitness(double[] minimised, double violation) implements Comparable<Fitness> {

    static Fitness of(Observation observation, int objectives) {
        double[] minimised = new double[objectives];
        for (int i = 0; i < objectives; i++) {
            minimised[i] = observation.isEvaluated() ? observation.minimised().get(i) : 1;
        }
        return new Fitness(minimised, observation.violation());
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
