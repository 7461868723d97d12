package io.espalier.training.metric;

/**
 * The accuracy of one network less that of another, from the same examples.
 *
 * @param value above 0 when the first is better
 * @param standardError of the difference: smaller than that of either where both are right and wrong on much the same
 */
public record PairedDifference(double value, double standardError) {

    /** Whether the first is better by more than one standard error. */
    public boolean isClearlyBetter() {
        return value > standardError;
    }
}
