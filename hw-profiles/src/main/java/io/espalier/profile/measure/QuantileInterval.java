package io.espalier.profile.measure;

import io.espalier.profile.LatencyStatistics;

/** How well a low quantile of few samples is known: an interval between order statistics, whatever the distribution. */
final class QuantileInterval {
    private static final double CONFIDENCE = .95;

    private QuantileInterval() {}

    /**
     * The width of the 95 % confidence interval of the {@code share} quantile, in percent of the quantile.
     *
     * @param ascending at least one value
     */
    static double widthPercent(double[] ascending, double share) {
        int n = ascending.length;
        double tail = (1 - CONFIDENCE) / 2;
        int low = 0;
        int high = n - 1;
        double cumulative = 0;
        double probability = Math.pow(1 - share, n);
        for (int below = 0; below < n; below++) {
            // probability: exactly this many of n samples lie below the true quantile
            cumulative += probability;
            if (cumulative <= tail) {
                low = below;
            }
            if (cumulative >= 1 - tail) {
                high = below;
                break;
            }
            probability *= (double) (n - below) / (below + 1) * share / (1 - share);
        }
        return 100 * (ascending[high] - ascending[low]) / LatencyStatistics.quantile(ascending, share);
    }
}
