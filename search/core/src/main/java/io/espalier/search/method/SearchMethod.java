package io.espalier.search.method;

import io.espalier.search.space.Candidate;
import java.util.List;

/**
 * Decides what to try next. Called from one thread. What it proposes depends on its problem (seed included) and on what
 * it has observed, in that order, on nothing else; so a run is resumed by running it again.
 */
public interface SearchMethod {
    /**
     * At most {@code count} candidates, never one that it has proposed before; an empty list means that the space is
     * exhausted.
     */
    List<Candidate> propose(int count);

    /** How a proposed candidate did; called once for each, in the order proposed, whoever finished first. */
    void observe(Observation observation);
}
