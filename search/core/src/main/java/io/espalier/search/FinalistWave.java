package io.espalier.search;

import io.espalier.search.evaluate.Priced;
import java.util.List;

/**
 * Finalists that are trained side by side.
 *
 * @param cuts the largest first
 * @param lost mean of the accuracies that they lost untrained
 */
record FinalistWave(List<Priced> cuts, double lost) {
    /** What chance alone takes from a cut that lost nothing. */
    private static final double LEAST_LOST = .01;

    FinalistWave {
        cuts = List.copyOf(cuts);
    }

    Priced largest() {
        return cuts.get(0);
    }

    /**
     * The part of the time left that the first of the waves to come gets. What is still lost after T steps falls about as
     * the root of T, and is the more the more was lost untrained, so a step brings least where little is left to mend: time
     * goes by the root of what was lost.
     */
    static double shareOfFirst(List<FinalistWave> toCome) {
        return toCome.get(0).weight()
                / toCome.stream().mapToDouble(FinalistWave::weight).sum();
    }

    private double weight() {
        return Math.sqrt(Math.max(LEAST_LOST, lost));
    }
}
