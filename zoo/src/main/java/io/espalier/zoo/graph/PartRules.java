package io.espalier.zoo.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Output shapes of operators that join, cut, pad or choose along axes. */
final class PartRules {
    private PartRules() {}

    static Shape concat(NodeValues values, int attribute) {
        Shape first = values.shape(0);
        int axis = values.axis(attribute, first.rank());
        List<Dim> dims = new ArrayList<>(first.dims());
        for (int input = 1; input < values.inputs(); input++) {
            Shape next = values.shape(input);
            if (next.rank() != first.rank()) {
                throw values.contradiction("cannot be concatenated", 0, input);
            }
            for (int i = 0; i < dims.size(); i++) {
                if (i == axis) {
                    dims.set(i, DimMath.add(dims.get(i), next.dim(i)));
                } else {
                    int other = input;
                    dims.set(
                            i,
                            Broadcasting.same(dims.get(i), next.dim(i))
                                    .orElseThrow(() -> values.contradiction(
                                            "cannot be concatenated on axis %d".formatted(axis), 0, other)));
                }
            }
        }
        return values.shapeOf(dims);
    }

    static List<Shape> split(NodeValues values, Operator.Split operator) {
        Shape input = values.shape(0);
        int axis = values.axis(operator.axis(), input.rank());
        int parts = values.node().outputs().size();
        List<Dim> sizes = splitSizes(values, operator, input.dim(axis), parts);
        List<Shape> shapes = new ArrayList<>(parts);
        for (Dim size : sizes) {
            shapes.add(input.with(axis, size));
        }
        return shapes;
    }

    static List<Dim> splitSizes(NodeValues values, Operator.Split operator, Dim whole, int parts) {
        List<Dim> sizes = new ArrayList<>(parts);
        if (!operator.sizes().isEmpty() || values.has(1)) {
            Optional<List<Dim>> given = operator.sizes().isEmpty()
                    ? values.integers(1)
                    : Optional.of(operator.sizes().stream().mapToObj(Dim::of).toList());
            for (int part = 0; part < parts; part++) {
                sizes.add(
                        given.isPresent() && part < given.get().size()
                                ? given.get().get(part)
                                : values.unknown(part));
            }
            checkSum(values, operator, whole, sizes);
            return sizes;
        }
        Dim chunk = DimMath.divide(
                operator.numOutputs() > 0 ? DimMath.add(whole, Dim.of(parts - 1)) : whole, Dim.of(parts));
        for (int part = 0; part < parts; part++) {
            sizes.add(chunk);
        }
        if (whole.isKnown()) {
            sizes.set(parts - 1, Dim.of(whole.size() - chunk.size() * (parts - 1)));
            if (operator.numOutputs() == 0 && !sizes.get(parts - 1).equals(chunk)) {
                throw values.contradiction("its input (%s) of shape %s has no %d equal parts on axis %d"
                        .formatted(values.node().input(0), values.shape(0), parts, operator.axis()));
            }
        }
        return sizes;
    }

    private static void checkSum(NodeValues values, Operator.Split operator, Dim whole, List<Dim> sizes) {
        long sum = 0;
        for (Dim size : sizes) {
            if (!size.isKnown() || !whole.isKnown()) {
                return;
            }
            sum += size.size();
        }
        if (sum != whole.size()) {
            throw values.contradiction("its input (%s) of shape %s cannot be split into %s on axis %d"
                    .formatted(values.node().input(0), values.shape(0), sizes, operator.axis()));
        }
    }

    static Shape slice(NodeValues values) {
        Shape input = values.shape(0);
        Optional<SliceBounds> bounds = SliceBounds.of(values, input.rank());
        if (bounds.isEmpty()) {
            return values.unknownShape(input.rank());
        }
        List<Dim> dims = new ArrayList<>(input.dims());
        for (int i = 0; i < bounds.get().count(); i++) {
            int axis = bounds.get().axis(i);
            dims.set(axis, bounds.get().size(i, input.dim(axis), values.unknown(axis)));
        }
        return values.shapeOf(dims);
    }

    static Shape pad(NodeValues values) {
        Shape input = values.shape(0);
        int rank = input.rank();
        Optional<long[]> axes = values.has(3) ? values.numbers(3) : Optional.of(allAxes(rank));
        Optional<List<Dim>> pads = values.integers(1);
        if (axes.isEmpty() || pads.isEmpty()) {
            return values.unknownShape(rank);
        }
        int count = axes.get().length;
        if (pads.get().size() != 2 * count) {
            throw values.contradiction("its pads %s do not fit %d axes of its input (%s) of shape %s"
                    .formatted(pads.get(), count, values.node().input(0), input));
        }
        List<Dim> dims = new ArrayList<>(input.dims());
        for (int i = 0; i < count; i++) {
            int axis = values.axis(axes.get()[i], rank);
            checkRemoved(values, dims.get(axis), pads.get().get(i));
            checkRemoved(values, dims.get(axis), pads.get().get(i + count));
            Dim added = DimMath.add(pads.get().get(i), pads.get().get(i + count));
            dims.set(axis, DimMath.add(dims.get(axis), added));
        }
        return values.shapeOf(dims);
    }

    /** A negative pad takes away no more than there is. */
    private static void checkRemoved(NodeValues values, Dim size, Dim pad) {
        if (size instanceof Dim.Size known && pad instanceof Dim.Size removed && -removed.value() > known.value()) {
            throw values.contradiction("its pad %s removes more than the %s places of its input (%s)"
                    .formatted(pad, size, values.node().input(0)));
        }
    }

    static Optional<Shape> reduce(NodeValues values, Operator.Reduce operator) {
        Shape input = values.shape(0);
        Optional<boolean[]> reduced = reducedAxes(values, operator);
        if (reduced.isEmpty()) {
            return operator.keepDims() ? Optional.of(values.unknownShape(input.rank())) : Optional.empty();
        }
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < input.rank(); axis++) {
            if (!reduced.get()[axis]) {
                dims.add(input.dim(axis));
            } else if (operator.keepDims()) {
                dims.add(Dim.of(1));
            }
        }
        return Optional.of(new Shape(dims));
    }

    private static Optional<boolean[]> reducedAxes(NodeValues values, Operator.Reduce operator) {
        int rank = values.shape(0).rank();
        Optional<long[]> axes = operator.axes().isEmpty() && values.has(1)
                ? values.numbers(1)
                : Optional.of(operator.axes().toArray());
        if (axes.isEmpty()) {
            return Optional.empty();
        }
        boolean[] reduced = new boolean[rank];
        if (axes.get().length == 0) {
            Arrays.fill(reduced, !operator.noopWithEmptyAxes());
        }
        for (long axis : axes.get()) {
            reduced[values.axis(axis, rank)] = true;
        }
        return Optional.of(reduced);
    }

    static Shape gather(NodeValues values, int attribute) {
        Shape data = values.shape(0);
        int axis = values.axis(attribute, data.rank());
        long[] indices = values.numbers(1).orElse(new long[0]);
        for (long index : indices) {
            if (data.dim(axis) instanceof Dim.Size known && (index < -known.value() || index >= known.value())) {
                throw values.contradiction("the index %d is outside axis %d of its input (%s) of shape %s"
                        .formatted(index, axis, values.node().input(0), data));
            }
        }
        List<Dim> dims = new ArrayList<>(data.dims().subList(0, axis));
        dims.addAll(values.shape(1).dims());
        dims.addAll(data.dims().subList(axis + 1, data.rank()));
        return values.shapeOf(dims);
    }

    static long[] allAxes(int rank) {
        long[] axes = new long[rank];
        Arrays.setAll(axes, i -> i);
        return axes;
    }
}
