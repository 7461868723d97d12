package io.espalier.search.objective;

/** Which way an expression is better. */
enum Sense {
    LOWER,
    HIGHER,
    /** A number that no network changes. */
    CONSTANT,
    /** Neither: a network may be better for it in one part and worse in another. */
    UNCLEAR;

    Sense flipped() {
        return switch (this) {
            case LOWER -> HIGHER;
            case HIGHER -> LOWER;
            case CONSTANT, UNCLEAR -> this;
        };
    }

    /** Of what gets better when both do. */
    Sense and(Sense other) {
        if (this == CONSTANT || this == other) {
            return other;
        }
        return other == CONSTANT ? this : UNCLEAR;
    }

    /** For a message. */
    String said() {
        return this == HIGHER ? "higher" : "lower";
    }
}
