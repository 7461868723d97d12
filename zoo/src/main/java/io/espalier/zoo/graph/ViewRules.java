package io.espalier.zoo.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Output shapes of operators that see the same elements under other axes. */
final class ViewRules {
    private ViewRules() {}

    static Optional<Shape> reshape(NodeValues values, Operator.Reshape operator) {
        Shape input = values.shape(0);
        return switch (operator.kind()) {
            case RESHAPE -> target(values).map(target -> reshape(values, input, target, operator.allowZero()));
            case FLATTEN -> Optional.of(flatten(values, input, operator.axis()));
            case SQUEEZE -> squeeze(values, input, operator.axes());
            case UNSQUEEZE -> axes(values, operator.axes()).map(axes -> unsqueeze(values, input, axes));
            case EXPAND -> target(values).map(target -> expand(values, input, target));
            case TILE -> Optional.of(tile(values, input));
        };
    }

    /** The target in input 1; when only its length is known, that many unknown sizes. */
    private static Optional<List<Dim>> target(NodeValues values) {
        Optional<List<Dim>> target = values.integers(1);
        if (target.isPresent()) {
            return target;
        }
        Shape shape = values.shape(1);
        boolean known = shape.rank() == 1 && shape.dim(0).isKnown();
        return known ? Optional.of(values.unknownShape((int) shape.size(0)).dims()) : Optional.empty();
    }

    private static Optional<long[]> axes(NodeValues values, Longs attribute) {
        return attribute.isEmpty() ? values.numbers(1) : Optional.of(attribute.toArray());
    }

    private static Shape reshape(NodeValues values, Shape input, List<Dim> target, boolean allowZero) {
        List<Dim> dims = new ArrayList<>(target);
        int free = -1;
        for (int axis = 0; axis < dims.size(); axis++) {
            if (!(dims.get(axis) instanceof Dim.Size known)) {
                continue;
            }
            if (known.value() == -1) {
                free = axis;
                dims.set(axis, Dim.of(1));
            } else if (known.value() == 0 && !allowZero) {
                if (axis >= input.rank()) {
                    throw mismatch(values, input, target);
                }
                dims.set(axis, input.dim(axis));
            } else if (known.value() < 0) {
                throw mismatch(values, input, target);
            }
        }
        Dim elements = DimMath.product(input.dims());
        Dim named = DimMath.product(dims);
        if (free >= 0) {
            boolean bothKnown = elements.isKnown() && named.isKnown();
            Optional<Dim> rest = DimMath.quotient(elements, named);
            if (rest.isEmpty() && bothKnown && named.size() != 0) {
                throw mismatch(values, input, target);
            }
            dims.set(free, rest.orElse(values.unknown(free)));
        } else if (elements.isKnown() && named.isKnown() && elements.size() != named.size()) {
            throw mismatch(values, input, target);
        } else {
            fillUnknown(dims, elements);
        }
        return values.shapeOf(dims);
    }

    /** One unknown size among known ones follows from the number of elements. */
    private static void fillUnknown(List<Dim> dims, Dim elements) {
        int unknown = -1;
        Dim others = Dim.of(1);
        for (int axis = 0; axis < dims.size(); axis++) {
            if (!DimMath.isUnknown(dims.get(axis))) {
                others = DimMath.multiply(others, dims.get(axis));
            } else if (unknown >= 0) {
                return;
            } else {
                unknown = axis;
            }
        }
        if (unknown >= 0) {
            int axis = unknown;
            DimMath.quotient(elements, others).ifPresent(size -> dims.set(axis, size));
        }
    }

    private static InvalidModelException mismatch(NodeValues values, Shape input, List<Dim> target) {
        return values.contradiction("its input (%s) of shape %s cannot be reshaped to %s"
                .formatted(values.node().input(0), input, target));
    }

    private static Shape flatten(NodeValues values, Shape input, int axis) {
        int split = axis == input.rank() ? axis : values.axis(axis, input.rank());
        return new Shape(List.of(
                DimMath.product(input.dims().subList(0, split)),
                DimMath.product(input.dims().subList(split, input.rank()))));
    }

    private static Optional<Shape> squeeze(NodeValues values, Shape input, Longs attribute) {
        boolean[] dropped = new boolean[input.rank()];
        if (attribute.isEmpty() && !values.has(1)) {
            for (int axis = 0; axis < dropped.length; axis++) {
                dropped[axis] = input.dim(axis).equals(Dim.of(1));
            }
        } else {
            Optional<long[]> axes = axes(values, attribute);
            if (axes.isEmpty()) {
                return Optional.empty();
            }
            for (long axis : axes.get()) {
                int index = values.axis(axis, input.rank());
                if (input.dim(index) instanceof Dim.Size known && known.value() != 1) {
                    throw values.contradiction("it drops axis %d of its input (%s) of shape %s"
                            .formatted(axis, values.node().input(0), input));
                }
                dropped[index] = true;
            }
        }
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < dropped.length; axis++) {
            if (!dropped[axis]) {
                dims.add(input.dim(axis));
            }
        }
        return Optional.of(new Shape(dims));
    }

    private static Shape unsqueeze(NodeValues values, Shape input, long[] axes) {
        int rank = input.rank() + axes.length;
        boolean[] added = new boolean[rank];
        for (long axis : axes) {
            added[values.axis(axis, rank)] = true;
        }
        List<Dim> dims = new ArrayList<>(rank);
        int next = 0;
        for (int axis = 0; axis < rank; axis++) {
            if (!added[axis] && next == input.rank()) {
                throw values.contradiction("its axes name one axis twice");
            }
            dims.add(added[axis] ? Dim.of(1) : input.dim(next++));
        }
        return values.shapeOf(dims);
    }

    private static Shape expand(NodeValues values, Shape input, List<Dim> target) {
        return Broadcasting.of(input, values.shapeOf(target))
                .orElseThrow(() -> values.contradiction("its input (%s) of shape %s cannot be expanded to %s"
                        .formatted(values.node().input(0), input, target)));
    }

    private static Shape tile(NodeValues values, Shape input) {
        Optional<List<Dim>> repeats = values.integers(1);
        if (repeats.isEmpty()) {
            return values.unknownShape(input.rank());
        }
        if (repeats.get().size() != input.rank()) {
            throw values.contradiction("its repeats %s do not fit its input (%s) of shape %s"
                    .formatted(repeats.get(), values.node().input(0), input));
        }
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < input.rank(); axis++) {
            dims.add(DimMath.multiply(input.dim(axis), repeats.get().get(axis)));
        }
        return values.shapeOf(dims);
    }

    static Shape transpose(NodeValues values, Operator.Transpose operator) {
        Shape input = values.shape(0);
        int rank = input.rank();
        if (!operator.permutation().isEmpty() && operator.permutation().size() != rank) {
            throw values.contradiction("its permutation %s does not fit its input (%s) of shape %s"
                    .formatted(operator.permutation(), values.node().input(0), input));
        }
        List<Dim> dims = new ArrayList<>(rank);
        for (int axis : permutation(operator, rank)) {
            dims.add(input.dim(values.axis(axis, rank)));
        }
        return values.shapeOf(dims);
    }

    static int[] permutation(Operator.Transpose operator, int rank) {
        int[] permutation = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            permutation[axis] = operator.permutation().isEmpty()
                    ? rank - 1 - axis
                    : operator.permutation().intAt(axis);
        }
        return permutation;
    }

    static Shape depthToSpace(NodeValues values, Operator.DepthToSpace operator) {
        Shape input = values.shape(0);
        if (input.rank() != 4) {
            throw values.contradiction("its input (%s) of shape %s does not have 4 axes"
                    .formatted(values.node().input(0), input));
        }
        Dim block = Dim.of(operator.block());
        Dim area = DimMath.multiply(block, block);
        if (operator.inverse()) {
            return new Shape(List.of(
                    input.dim(0),
                    DimMath.multiply(input.dim(1), area),
                    DimMath.divide(input.dim(2), block),
                    DimMath.divide(input.dim(3), block)));
        }
        return new Shape(List.of(
                input.dim(0),
                DimMath.divide(input.dim(1), area),
                DimMath.multiply(input.dim(2), block),
                DimMath.multiply(input.dim(3), block)));
    }
}
