package io.espalier.search.space;

import java.util.Arrays;

/** One point of a search space: one index a decision. Immutable; means nothing without its space. */
public final class Candidate {
    private final int[] indices;

    private Candidate(int[] indices) {
        this.indices = indices;
    }

    /** A candidate with a copy of {@code indices}. */
    public static Candidate of(int... indices) {
        return new Candidate(indices.clone());
    }

    public int size() {
        return indices.length;
    }

    /** The chosen alternative of decision {@code decision}. */
    public int index(int decision) {
        return indices[decision];
    }

    /** A copy of all indices. */
    public int[] indices() {
        return indices.clone();
    }

    public Candidate with(int decision, int index) {
        int[] copy = indices.clone();
        copy[decision] = index;
        return new Candidate(copy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Candidate that && Arrays.equals(indices, that.indices);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(indices);
    }

    @Override
    public String toString() {
        return Arrays.toString(indices);
    }
}
