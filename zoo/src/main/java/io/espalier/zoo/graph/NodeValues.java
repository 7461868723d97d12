package io.espalier.zoo.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known about the inputs of one node while shapes are inferred. */
record NodeValues(Node node, Map<String, TensorType> types, Map<String, List<Dim>> integers) {

    int inputs() {
        return node.inputs().size();
    }

    boolean has(int input) {
        return node.hasInput(input);
    }

    /** The type of an input that is there. Rules run only once the types of all inputs are known. */
    TensorType type(int input) {
        TensorType type = types.get(node.input(input));
        if (type == null) {
            throw contradiction("it lacks its input %d".formatted(input));
        }
        return type;
    }

    Shape shape(int input) {
        return type(input).shape();
    }

    DataType dataType(int input) {
        return type(input).dataType();
    }

    /** The elements of an integer input, when they follow from structure. */
    Optional<List<Dim>> integers(int input) {
        return Optional.ofNullable(integers.get(node.input(input)));
    }

    /** The elements of an integer input, when all are known numbers. */
    Optional<long[]> numbers(int input) {
        List<Dim> dims = integers.get(node.input(input));
        if (dims == null) {
            return Optional.empty();
        }
        long[] numbers = new long[dims.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(dims.get(i) instanceof Dim.Size known)) {
                return Optional.empty();
            }
            numbers[i] = known.value();
        }
        return Optional.of(numbers);
    }

    /** {@code axis} counted from the front. */
    int axis(long axis, int rank) {
        long positive = axis < 0 ? axis + rank : axis;
        if (positive < 0 || positive > rank || (positive == rank && rank > 0)) {
            throw contradiction("its axis (%d) is outside a tensor of %d axes".formatted(axis, rank));
        }
        return (int) positive;
    }

    /** A free size of output 0 that nothing tells about. */
    Dim unknown(int index) {
        return DimMath.unknown(node.outputs().get(0), index);
    }

    /** {@code rank} sizes that nothing tells about. */
    Shape unknownShape(int rank) {
        List<Dim> dims = new ArrayList<>(rank);
        for (int i = 0; i < rank; i++) {
            dims.add(unknown(i));
        }
        return new Shape(dims);
    }

    /** The shape of computed sizes, none of which may be negative. */
    Shape shapeOf(List<Dim> dims) {
        for (Dim dim : dims) {
            if (dim instanceof Dim.Size known && known.value() < 0) {
                throw contradiction("its output would have the shape %s".formatted(dims));
            }
        }
        return new Shape(dims);
    }

    InvalidModelException contradiction(String what) {
        return new InvalidModelException("""
                The node (%s) cannot run: %s.
                Maybe the file was changed after its export; export the model again with a fixed opset.""".formatted(node.name(), what));
    }

    /** An attribute or integer input has too few or too large entries. */
    InvalidModelException malformed(RuntimeException cause) {
        return new InvalidModelException("""
                The node (%s) is malformed: %s with inputs %s.
                Maybe the file was changed after its export; export the model again with a fixed opset.""".formatted(node.name(), node.operator(), node.inputs()), cause);
    }

    InvalidModelException contradiction(String what, int left, int right) {
        return contradiction("its input (%s) of shape %s and its input (%s) of shape %s %s"
                .formatted(node.input(left), shape(left), node.input(right), shape(right), what));
    }
}
