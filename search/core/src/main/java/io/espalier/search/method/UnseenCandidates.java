package io.espalier.search.method;

import io.espalier.search.space.Candidate;
import io.espalier.search.space.SearchSpace;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws a candidate that was not drawn before, in spaces of any size. */
public final class UnseenCandidates {
    private static final int TRIES = 64;

    private UnseenCandidates() {}

    /**
     * A uniform candidate outside {@code seen}, which it joins; when most of the space is seen, the next one in
     * counting order after a random start. Empty when all are seen.
     */
    public static Optional<Candidate> draw(SearchSpace space, SplittableRandom random, Set<Candidate> seen) {
        if (seen.size() >= space.candidates()) {
            return Optional.empty();
        }
        Candidate candidate = space.random(random);
        for (int i = 0; i < TRIES && seen.contains(candidate); i++) {
            candidate = space.random(random);
        }
        while (!seen.add(candidate)) {
            candidate = next(space, candidate);
        }
        return Optional.of(candidate);
    }

    private static Candidate next(SearchSpace space, Candidate candidate) {
        int[] indices = candidate.indices();
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (indices[i] + 1) % space.decisions().get(i).alternatives();
            if (indices[i] != 0) {
                break;
            }
        }
        return Candidate.of(indices);
    }
}
