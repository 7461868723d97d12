package io.espalier.zoo.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link ShapeInference} found: the type of every value that it understands, and the integers of those small
 * values (shapes, axes, bounds) that follow from structure alone.
 *
 * @param types by value; a value behind an opaque operator may be missing
 * @param integers by value: row-major elements, each a number or a free size; constants included
 */
public record Shapes(Map<String, TensorType> types, Map<String, List<Dim>> integers) {
    public Shapes {
        types = Map.copyOf(types);
        integers = Map.copyOf(integers);
    }

    public Optional<TensorType> type(String value) {
        return Optional.ofNullable(types.get(value));
    }

    public Optional<Shape> shape(String value) {
        return type(value).map(TensorType::shape);
    }

    /** The shape of a value that must be known. @throws IllegalStateException when it is not */
    public Shape known(String value) {
        return shape(value)
                .orElseThrow(
                        () -> new IllegalStateException("The shape of the value (%s) is not known.".formatted(value)));
    }

    /** The integers of a value when all of them are known numbers. */
    public Optional<Longs> integers(String value) {
        List<Dim> dims = integers.get(value);
        if (dims == null || !dims.stream().allMatch(Dim::isKnown)) {
            return Optional.empty();
        }
        return Optional.of(Longs.of(dims.stream().mapToLong(Dim::size).toArray()));
    }
}
