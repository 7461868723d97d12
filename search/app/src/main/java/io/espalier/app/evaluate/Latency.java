package io.espalier.app.evaluate;

import io.espalier.profile.LatencyStatistics;

/**
 * A measured latency in milliseconds.
 *
 * @param p10 10th percentile of the blocks: the quiet machine
 * @param runs how many inferences were timed
 */
public record Latency(double p10, double median, double p95, int runs) {

    public static Latency of(LatencyStatistics statistics) {
        return new Latency(
                statistics.p10Us() / 1000, statistics.medianUs() / 1000, statistics.p95Us() / 1000, statistics.runs());
    }
}
