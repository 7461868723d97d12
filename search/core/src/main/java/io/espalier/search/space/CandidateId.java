package io.espalier.search.space;

import io.espalier.zoo.file.Sha256;

/**
 * The content hash of a candidate: of its parent and its repaired recipe, never of indices.
 *
 * @param hash SHA-256, 64 hexadecimal digits
 */
public record CandidateId(String hash) {
    public CandidateId {
        if (!hash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("A candidate's id (%s) must be 64 hexadecimal digits.".formatted(hash));
        }
    }

    /** @param parent content hash of the parent model */
    public static CandidateId of(String parent, Recipe recipe) {
        return new CandidateId(Sha256.of("parent=" + parent + '\n' + recipe.canonical()));
    }

    /** The first four digits, for names that people read. */
    public String brief() {
        return hash.substring(0, 4);
    }

    @Override
    public String toString() {
        return hash;
    }
}
