package io.espalier.profile;

import java.util.Arrays;
import java.util.List;

/**
 * The spread of one latency over blocks of runs, in microseconds a run. A block's value is the median
 * of its runs, or their mean without the slowest; the quiet machine is the 10th percentile of the blocks.
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

    /** The statistics of {@code blocksUs}, each made of {@code runsPerBlock} runs. */
    public static LatencyStatistics of(double[] blocksUs, int runsPerBlock) {
        double[] sorted = blocksUs.clone();
        Arrays.sort(sorted);
        double median = quantile(sorted, .5);
        double[] deviations =
                Arrays.stream(sorted).map(us -> Math.abs(us - median)).sorted().toArray();
        return new LatencyStatistics(
                toNanos(quantile(sorted, .1)),
                toNanos(median),
                toNanos(quantile(deviations, .5)),
                toNanos(quantile(sorted, .95)),
                sorted.length,
                sorted.length * runsPerBlock);
    }

    /** One number that others measured: of its spread nothing is known. */
    public static LatencyStatistics exactly(double us) {
        double rounded = Math.round(us * 1e6) / 1e6;
        return new LatencyStatistics(rounded, rounded, 0, rounded, 1, 1);
    }

    /**
     * What several measurements of the same thing say together: the means of their statistics, weighted with their
     * blocks.
     */
    public static LatencyStatistics together(List<LatencyStatistics> parts) {
        double p10 = 0;
        double median = 0;
        double mad = 0;
        double p95 = 0;
        int blocks = 0;
        int runs = 0;
        for (LatencyStatistics part : parts) {
            p10 += part.p10Us * part.blocks;
            median += part.medianUs * part.blocks;
            mad += part.madUs * part.blocks;
            p95 += part.p95Us * part.blocks;
            blocks += part.blocks;
            runs += part.runs;
        }
        if (blocks == 0) {
            throw new IllegalArgumentException("There is nothing to put together.");
        }
        return new LatencyStatistics(
                toNanos(p10 / blocks),
                toNanos(median / blocks),
                toNanos(mad / blocks),
                toNanos(p95 / blocks),
                blocks,
                runs);
    }

    /** The same, counted as a single block: one that is not to be relied on. */
    public LatencyStatistics asOneBlock() {
        return new LatencyStatistics(p10Us, medianUs, madUs, p95Us, 1, runs);
    }

    /** No clock is finer, and files stay readable. */
    private static double toNanos(double us) {
        return Math.round(us * 1000) / 1000.0;
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
