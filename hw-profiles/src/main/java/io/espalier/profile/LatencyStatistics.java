package io.espalier.profile;

import java.util.Arrays;

/**
 * The spread of one latency over blocks of runs, in microseconds a run. A block's value is the mean of its runs; the
 * quiet machine is the 10th percentile of the blocks.
 *
 * @param p10Us 10th percentile of the blocks: what we call the latency
 * @param madUs median absolute deviation from the median
 * @param blocks how many blocks
 * @param runs how many runs in all
 */
public record LatencyStatistics(double p10Us, double medianUs, double madUs, double p95Us, int blocks, int runs) {
    public LatencyStatistics {
        if (!(p10Us >= 0 && medianUs >= p10Us && p95Us >= medianUs && madUs >= 0) || Double.isInfinite(p95Us)) {
            throw new IllegalArgumentException(
                    "The latencies p10 (%s), median (%s), p95 (%s) must be finite, not negative and in order, MAD (%s) not negative."
                            .formatted(p10Us, medianUs, p95Us, madUs));
        }
        if (blocks < 1 || runs < blocks) {
            throw new IllegalArgumentException(
                    "There must be at least one block (%d) of at least one run each (%d).".formatted(blocks, runs));
        }
    }

    /** The statistics of {@code blocksUs}, each the mean of {@code runsPerBlock} runs. */
    public static LatencyStatistics of(double[] blocksUs, int runsPerBlock) {
        double[] sorted = blocksUs.clone();
        Arrays.sort(sorted);
        double median = quantile(sorted, .5);
        double[] deviations =
                Arrays.stream(sorted).map(us -> Math.abs(us - median)).sorted().toArray();
        return new LatencyStatistics(
                quantile(sorted, .1),
                median,
                deviations.length == 0 ? 0 : quantile(deviations, .5),
                quantile(sorted, .95),
                sorted.length,
                sorted.length * runsPerBlock);
    }

    /** The {@code share} quantile of ascending values, linear between neighbours. */
    public static double quantile(double[] ascending, double share) {
        if (ascending.length == 0) {
            throw new IllegalArgumentException("There is no quantile of no values.");
        }
        double place = share * (ascending.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
    }
}
