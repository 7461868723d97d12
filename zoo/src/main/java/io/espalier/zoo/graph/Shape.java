package io.espalier.zoo.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The sizes of a tensor, outermost first; a scalar has none. */
public record Shape(List<Dim> dims) {
    public Shape {
        dims = List.copyOf(dims);
        for (Dim dim : dims) {
            if (dim instanceof Dim.Size known && known.value() < 0) {
                throw new IllegalArgumentException(
                        "The size (%d) in shape %s is negative.".formatted(known.value(), dims));
            }
        }
    }

    /** A shape of known sizes. */
    public static Shape of(long... sizes) {
        List<Dim> dims = new ArrayList<>();
        for (long size : sizes) {
            dims.add(Dim.of(size));
        }
        return new Shape(dims);
    }

    public int rank() {
        return dims.size();
    }

    /** The size on {@code axis}; negative axes count from the end. */
    public Dim dim(int axis) {
        return dims.get(axis < 0 ? axis + rank() : axis);
    }

    /** The known size on {@code axis}. @throws IllegalStateException when it is free */
    public long size(int axis) {
        return dim(axis).size();
    }

    public boolean isKnown() {
        return dims.stream().allMatch(Dim::isKnown);
    }

    /** A copy with {@code dim} on {@code axis}. */
    public Shape with(int axis, Dim dim) {
        List<Dim> copy = new ArrayList<>(dims);
        copy.set(axis < 0 ? axis + rank() : axis, dim);
        return new Shape(copy);
    }

    /** A copy in which every symbol is the known size {@code value}: the shape at that batch. */
    public Shape withSymbols(long value) {
        return new Shape(
                dims.stream().map(dim -> dim.isKnown() ? dim : Dim.of(value)).toList());
    }

    /** Number of elements of a shape of known sizes. @throws IllegalStateException when a size is free */
    public long elements() {
        long elements = 1;
        for (Dim dim : dims) {
            elements = Math.multiplyExact(elements, dim.size());
        }
        return elements;
    }

    /** The known sizes. @throws IllegalStateException when a size is free */
    public long[] toArray() {
        return dims.stream().mapToLong(Dim::size).toArray();
    }

    @Override
    public String toString() {
        return dims.stream().map(Dim::toString).collect(Collectors.joining("×", "[", "]"));
    }
}
