package io.espalier.search.objective;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;

/**
 * The value of an expression, its interval and how far to trust it: the weakest of all that went into it. Unlike a cost
 * it may be negative, and after a division by nothing it is not finite.
 */
public record CostRange(double value, double low, double high, Confidence confidence) {

    /** A number that is not in doubt. */
    static CostRange exactly(double value) {
        return new CostRange(value, value, value, Confidence.MEASURED);
    }

    /** The range of a cost. */
    public static CostRange of(CostEstimate estimate) {
        return new CostRange(estimate.value(), estimate.low(), estimate.high(), estimate.confidence());
    }

    public boolean isFinite() {
        return Double.isFinite(value) && Double.isFinite(low) && Double.isFinite(high);
    }

    /** The same without its interval. */
    CostRange asItIs() {
        return new CostRange(value, value, value, confidence);
    }

    CostRange negated() {
        return new CostRange(-value, -high, -low, confidence);
    }

    CostRange plus(CostRange other) {
        return with(other, value + other.value, low + other.low, high + other.high);
    }

    CostRange times(CostRange other) {
        return corners(
                other, value * other.value, low * other.low, low * other.high, high * other.low, high * other.high);
    }

    CostRange dividedBy(CostRange other) {
        double quotient = value / other.value;
        if (other.low <= 0 && other.high >= 0) {
            return with(other, quotient, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        return corners(other, quotient, low / other.low, low / other.high, high / other.low, high / other.high);
    }

    CostRange max(CostRange other) {
        return with(other, Math.max(value, other.value), Math.max(low, other.low), Math.max(high, other.high));
    }

    CostRange min(CostRange other) {
        return with(other, Math.min(value, other.value), Math.min(low, other.low), Math.min(high, other.high));
    }

    private CostRange corners(CostRange other, double newValue, double a, double b, double c, double d) {
        double newLow = Math.min(Math.min(a, b), Math.min(c, d));
        double newHigh = Math.max(Math.max(a, b), Math.max(c, d));
        return with(other, newValue, Math.min(newLow, newValue), Math.max(newHigh, newValue));
    }

    private CostRange with(CostRange other, double newValue, double newLow, double newHigh) {
        return new CostRange(
                newValue,
                Double.isNaN(newLow) ? Double.NEGATIVE_INFINITY : newLow,
                Double.isNaN(newHigh) ? Double.POSITIVE_INFINITY : newHigh,
                confidence.and(other.confidence));
    }
}
