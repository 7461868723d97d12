package io.espalier.zoo.graph;

/**
 * An integer (or Boolean, as 0 and 1) constant: shapes, axes, pads, starts, repeats, indices. Such constants are
 * structure, not weights, because cutting channels rewrites them.
 *
 * @param dataType {@code INT64}, {@code INT32} or {@code BOOL}
 * @param shape known sizes; empty for a scalar
 * @param values row-major
 */
public record IntegerConstant(DataType dataType, Longs shape, Longs values) {
    public IntegerConstant {
        if (shape.product() != values.size()) {
            throw new IllegalArgumentException(
                    "A constant of shape %s needs %d values, not %d.".formatted(shape, shape.product(), values.size()));
        }
    }

    /** A vector of 64-bit integers. */
    public static IntegerConstant vector(long... values) {
        return new IntegerConstant(DataType.INT64, Longs.of(values.length), Longs.of(values));
    }

    public static IntegerConstant scalar(long value) {
        return new IntegerConstant(DataType.INT64, Longs.of(), Longs.of(value));
    }
}
