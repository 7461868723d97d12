package io.espalier.profile;

/**
 * A number about a device and where it is from.
 *
 * @param value in the unit that its place names; finite and positive
 * @param source a document, an address, or how it was fitted
 */
public record Figure(double value, String source) {
    public Figure {
        if (!Double.isFinite(value) || value <= 0) {
            throw new IllegalArgumentException("The figure (%s) must be finite and positive.".formatted(value));
        }
        if (source.isBlank()) {
            throw new IllegalArgumentException("The figure (%s) does not say where it is from.".formatted(value));
        }
    }

    public static Figure of(double value, String source) {
        return new Figure(value, source);
    }
}
