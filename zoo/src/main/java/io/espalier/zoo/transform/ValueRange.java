package io.espalier.zoo.transform;

/**
 * Smallest and largest value that an activation took. It always holds 0, because padding and ReLU make zeros and an
 * affine 8-bit code must represent them exactly.
 */
public record ValueRange(float min, float max) {
    /** Of an activation that is always 0. */
    static final float LEAST_SCALE = 1e-8f;

    public ValueRange {
        if (!Float.isFinite(min) || !Float.isFinite(max)) {
            throw new IllegalArgumentException(
                    "The range from %s to %s is not finite.\nMaybe the model produced NaN or infinity on the calibration images."
                            .formatted(min, max));
        }
        min = Math.min(min, 0);
        max = Math.max(max, 0);
    }

    /** The smallest range that holds both. */
    public ValueRange union(ValueRange other) {
        return new ValueRange(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** Width of one of 255 steps; a tiny positive number for an activation that is always 0. */
    float scale() {
        return Math.max((max - min) / 255f, LEAST_SCALE);
    }

    /** The unsigned 8-bit code of 0. */
    int zeroPoint() {
        return Math.max(0, Math.min(255, Math.round(-min / scale())));
    }
}
