package io.espalier.search.space;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/** The ordered decisions of a search. */
public record SearchSpace(List<Decision> decisions) {
    public SearchSpace {
        decisions = List.copyOf(decisions);
        Set<String> names = new HashSet<>();
        for (Decision decision : decisions) {
            if (!names.add(decision.name())) {
                throw new IllegalArgumentException("Two decisions are named (%s).".formatted(decision.name()));
            }
        }
    }

    public int size() {
        return decisions.size();
    }

    /** Number of candidates, inactive choices counted; may be larger than any {@code long}, so a double. */
    public double candidates() {
        double product = 1;
        for (Decision decision : decisions) {
            product *= decision.alternatives();
        }
        return product;
    }

    /** The candidate that leaves the parent as it is. */
    public Candidate largest() {
        return candidate(decision -> decisions.get(decision).alternatives() - 1);
    }

    /** The first alternative everywhere: all blocks removed, narrowest, fewest bits. */
    public Candidate smallest() {
        return candidate(decision -> 0);
    }

    /** Every choice uniformly. */
    public Candidate random(SplittableRandom random) {
        return candidate(decision -> random.nextInt(decisions.get(decision).alternatives()));
    }

    /** The candidate whose decision {@code i} has the index {@code choice(i)}. */
    public Candidate candidate(IntUnaryOperator choice) {
        int[] indices = new int[decisions.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = choice.applyAsInt(i);
        }
        return checked(Candidate.of(indices));
    }

    /** @throws IllegalArgumentException when {@code candidate} is not of this space */
    public Candidate checked(Candidate candidate) {
        if (candidate.size() != decisions.size()) {
            throw new IllegalArgumentException(
                    "A candidate of %d indices is not of a space of %d decisions.".formatted(candidate.size(), size()));
        }
        for (int i = 0; i < candidate.size(); i++) {
            if (candidate.index(i) < 0 || candidate.index(i) >= decisions.get(i).alternatives()) {
                throw new IllegalArgumentException("The index (%d) of decision (%s) must be 0 to %d."
                        .formatted(
                                candidate.index(i),
                                decisions.get(i).name(),
                                decisions.get(i).alternatives() - 1));
            }
        }
        return candidate;
    }
}
