package io.espalier.profile;

/**
 * The step of one axis of a kernel while the other axis is between two widths.
 *
 * @param from narrowest width of the other axis
 * @param to widest width of the other axis
 * @param divisor in channels
 */
public record StepBand(int from, int to, int divisor) {
    public StepBand {
        if (from < 1 || to < from || divisor < 1) {
            throw new IllegalArgumentException(
                    "The widths from (%d) to (%d) must be 1 or more and in order, the divisor (%d) 1 or more."
                            .formatted(from, to, divisor));
        }
    }

    int widths() {
        return to - from + 1;
    }
}
