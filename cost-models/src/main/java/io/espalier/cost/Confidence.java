package io.espalier.cost;

/** How far a number can be trusted, the weakest first. */
public enum Confidence {
    /** It follows from a formula. */
    ANALYTIC,
    /** It lies between measured numbers. */
    INTERPOLATED,
    /** It was measured. */
    MEASURED;

    /** The weaker of the two: that of anything made of both. */
    public Confidence and(Confidence other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** {@code measured}, {@code interpolated} or {@code analytic}, as in files. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
