package io.espalier.zoo.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** An immutable vector of integers: kernel sizes, strides, axes, the values of an integer constant. */
public final class Longs {
    private static final Longs EMPTY = new Longs(new long[0]);

    private final long[] values;

    private Longs(long[] values) {
        this.values = values;
    }

    /** The vector with a copy of {@code values}. */
    public static Longs of(long... values) {
        return values.length == 0 ? EMPTY : new Longs(values.clone());
    }

    /** The vector of the list's values. */
    public static Longs of(List<? extends Number> values) {
        return of(values.stream().mapToLong(Number::longValue).toArray());
    }

    /** {@code count} times {@code value}. */
    public static Longs repeat(long value, int count) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return new Longs(values);
    }

    public int size() {
        return values.length;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    /** The value at {@code index}. @throws IndexOutOfBoundsException outside 0..size-1 */
    public long at(int index) {
        return values[index];
    }

    /** The value at {@code index} as an {@code int}. @throws ArithmeticException when it does not fit */
    public int intAt(int index) {
        return Math.toIntExact(values[index]);
    }

    /** A copy as an array. */
    public long[] toArray() {
        return values.clone();
    }

    public LongStream stream() {
        return Arrays.stream(values);
    }

    /** A copy with {@code value} at {@code index}. */
    public Longs with(int index, long value) {
        long[] copy = values.clone();
        copy[index] = value;
        return new Longs(copy);
    }

    /** The product of the values; 1 when empty. @throws ArithmeticException on overflow */
    public long product() {
        long product = 1;
        for (long value : values) {
            product = Math.multiplyExact(product, value);
        }
        return product;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Longs that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
