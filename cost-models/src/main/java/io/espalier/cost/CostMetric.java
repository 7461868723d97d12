package io.espalier.cost;

import java.util.regex.Pattern;

/**
 * What a cost model counts.
 *
 * @param name as written in {@code --objective} and {@code --constraint}: small letters, digits and {@code -}
 * @param unit of the values: {@code ms}, {@code bytes}, {@code MACs}, …; empty for a plain number
 */
public record CostMetric(String name, String unit, Direction direction) {
    private static final Pattern LEGAL = Pattern.compile("[a-z][a-z0-9-]*");

    /** Which way is better. */
    public enum Direction {
        LOWER_IS_BETTER,
        HIGHER_IS_BETTER
    }

    public CostMetric {
        if (!LEGAL.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The name (%s) of a cost must be small letters, digits and '-', first a letter.".formatted(name));
        }
    }

    public static CostMetric lowerIsBetter(String name, String unit) {
        return new CostMetric(name, unit, Direction.LOWER_IS_BETTER);
    }

    public static CostMetric higherIsBetter(String name, String unit) {
        return new CostMetric(name, unit, Direction.HIGHER_IS_BETTER);
    }
}
