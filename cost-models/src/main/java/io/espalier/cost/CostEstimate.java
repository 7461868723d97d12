package io.espalier.cost;

/**
 * A cost, its 90 % interval and how far to trust it.
 *
 * @param value in the metric's unit, finite and not negative
 * @param low at most {@code value}
 * @param high at least {@code value}
 */
public record CostEstimate(CostMetric metric, double value, double low, double high, Confidence confidence) {
    public CostEstimate {
        if (!Double.isFinite(value) || value < 0 || !(low <= value) || !(high >= value) || !Double.isFinite(high)) {
            throw new IllegalArgumentException(
                    "The %s (%s) must be finite, not negative and inside its interval (%s to %s)."
                            .formatted(metric.name(), value, low, high));
        }
    }

    /** An exact number. */
    public static CostEstimate exactly(CostMetric metric, double value, Confidence confidence) {
        return new CostEstimate(metric, value, value, value, confidence);
    }

    /** The sum of both, with the weaker confidence. @throws IllegalArgumentException when they are of two metrics */
    public CostEstimate plus(CostEstimate other) {
        if (!metric.equals(other.metric)) {
            throw new IllegalArgumentException(
                    "A cost in %s cannot be added to one in %s.".formatted(other.metric, metric));
        }
        return new CostEstimate(
                metric, value + other.value, low + other.low, high + other.high, confidence.and(other.confidence));
    }
}
