package io.espalier.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells when more scoring is not worth its time: the front's hypervolume has hardly grown over the last evaluations, so
 * tuning makes more of what is left.
 */
final class Plateau {
    /** Evaluations looked back over. */
    private static final int WINDOW = 160;
    /** Growth over the window, as a share, below which it is flat. */
    private static final double FLAT = .001;
    /** Each decision is looked at so often before a plateau is believed. */
    private static final int EVALUATIONS_A_DECISION = 12;

    private final int fewest;
    private final List<Seen> seen = new ArrayList<>();

    private record Seen(int scored, double hypervolume) {}

    /** @param decisions of the space */
    Plateau(int decisions) {
        fewest = Math.max(WINDOW, EVALUATIONS_A_DECISION * decisions);
    }

    /** To be asked as the search goes on. @param hypervolume of the front after {@code scored} evaluations */
    boolean isReached(int scored, double hypervolume) {
        seen.add(new Seen(scored, hypervolume));
        if (scored < fewest + WINDOW) {
            return false;
        }
        double before = 0;
        for (Seen earlier : seen) {
            if (earlier.scored() <= scored - WINDOW) {
                before = earlier.hypervolume();
            }
        }
        return hypervolume - before < FLAT * hypervolume;
    }
}
