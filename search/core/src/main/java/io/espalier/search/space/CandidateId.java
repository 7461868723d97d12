package io.espalier.search.space;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        return new CandidateId(sha256("parent=" + parent + '\n' + recipe.canonical()));
    }

    /** SHA-256 of a text in UTF-8, in hexadecimal digits. */
    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
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
