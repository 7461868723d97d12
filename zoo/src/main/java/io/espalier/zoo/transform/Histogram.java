package io.espalier.zoo.transform;

import java.nio.FloatBuffer;

/**
 * How often an activation took which values. Zeros are not counted: every code has them exactly.
 */
final class Histogram {
    private static final int BINS = 2048;

    private final ValueRange range;
    private final long[] counts = new long[BINS];
    private final float width;

    /** @param range of all values to come; what lies outside counts at its end */
    Histogram(ValueRange range) {
        this.range = range;
        width = Math.max((range.max() - range.min()) / BINS, Float.MIN_NORMAL);
    }

    ValueRange range() {
        return range;
    }

    void add(FloatBuffer values) {
        for (int i = 0; i < values.limit(); i++) {
            float value = values.get(i);
            if (value != 0) {
                int bin = (int) ((value - range.min()) / width);
                counts[Math.max(0, Math.min(BINS - 1, bin))]++;
            }
        }
    }

    /** The sum of squares of what rounding to the levels changes. */
    double squaredError(float scale, Levels levels) {
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                float centre = range.min() + (bin + .5f) * width;
                double distance = centre - (double) scale * levels.nearest(centre, scale);
                error += counts[bin] * distance * distance;
            }
        }
        return error;
    }
}
