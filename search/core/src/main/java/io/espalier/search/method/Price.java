package io.espalier.search.method;

import java.util.List;

/**
 * What is known of a candidate before it is evaluated.
 *
 * @param minimised one value an objective but the first, which is the error; smaller is better; empty when the candidate
 *     has no price
 * @param violation how far its costs break the constraints, 0 when they are kept; infinite when it has no price
 */
public record Price(List<Double> minimised, double violation) {
    /** Of a candidate that cannot be priced. */
    public static final Price NONE = new Price(List.of(), Double.POSITIVE_INFINITY);

    public Price {
        minimised = List.copyOf(minimised);
        if (!(violation >= 0) || minimised.isEmpty() && violation < Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("The violation (%s) must be 0 or more, and infinite without costs %s."
                    .formatted(violation, minimised));
        }
    }
}
