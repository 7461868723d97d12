package io.espalier.search.evaluate;

import io.espalier.search.space.CandidateId;

/**
 * A predicted cost, stored apart from accuracy because it changes with the profile alone.
 *
 * @param key hash of the candidate, the metric, and the content of the profile it came from
 * @param metric with its profile, as in {@code front.json}
 * @param value in {@code unit}
 * @param low lower end of the interval
 * @param high upper end of the interval
 * @param confidence {@code measured}, {@code interpolated} or {@code analytic}
 */
public record StoredCost(
        String key,
        CandidateId candidate,
        String metric,
        String unit,
        double value,
        double low,
        double high,
        String confidence) {}
