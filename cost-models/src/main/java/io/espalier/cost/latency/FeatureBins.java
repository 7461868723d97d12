package io.espalier.cost.latency;

import java.util.Arrays;

/**
 * The features of many rows, each as the number of the bin that it lies in.
 *
 * @param borders by feature, ascending: bin b holds what is at most {@code borders[b]}, the last bin the rest
 * @param bins by feature and row
 */
record FeatureBins(double[][] borders, byte[][] bins) {
    private static final int MOST_BINS = 64;

    static FeatureBins of(double[][] rows) {
        int features = rows[0].length;
        double[][] borders = new double[features][];
        byte[][] bins = new byte[features][rows.length];
        for (int feature = 0; feature < features; feature++) {
            double[] values = new double[rows.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = rows[i][feature];
            }
            borders[feature] = borders(values.clone());
            for (int i = 0; i < values.length; i++) {
                bins[feature][i] = (byte) bin(borders[feature], values[i]);
            }
        }
        return new FeatureBins(borders, bins);
    }

    /** Half way between neighbouring values; where these are many, between those at the quantiles. */
    private static double[] borders(double[] values) {
        double[] distinct = Arrays.stream(values).sorted().distinct().toArray();
        int count = Math.min(MOST_BINS, distinct.length) - 1;
        double[] borders = new double[count];
        for (int i = 0; i < count; i++) {
            int below = (int) ((long) (i + 1) * distinct.length / (count + 1)) - 1;
            borders[i] = (distinct[below] + distinct[below + 1]) / 2;
        }
        return borders;
    }

    private static int bin(double[] borders, double value) {
        int low = 0;
        int high = borders.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (value <= borders[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    int features() {
        return borders.length;
    }
}
