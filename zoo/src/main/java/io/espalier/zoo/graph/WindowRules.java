package io.espalier.zoo.graph;

import java.util.ArrayList;
import java.util.List;

/** Output shapes of operators that slide a window over the axes from 2 on: convolutions and pools. */
final class WindowRules {
    private WindowRules() {}

    static Shape convolution(NodeValues values, Operator.Convolution operator) {
        Shape input = values.shape(0);
        Shape weight = values.shape(1);
        if (input.rank() != weight.rank() || input.rank() < 3) {
            throw values.contradiction("do not have the same three or more axes", 0, 1);
        }
        int groups = operator.groups();
        Dim channels = operator.transposed() ? weight.dim(0) : DimMath.multiply(weight.dim(1), Dim.of(groups));
        if (Broadcasting.same(input.dim(1), channels).isEmpty()) {
            throw values.contradiction("differ in channels (groups %d)".formatted(groups), 0, 1);
        }
        if (weight.dim(0) instanceof Dim.Size known && known.value() % groups != 0) {
            throw values.contradiction("its weight (%s) of shape %s does not split into %d groups"
                    .formatted(values.node().input(1), weight, groups));
        }
        List<Dim> dims = new ArrayList<>(input.rank());
        dims.add(input.dim(0));
        dims.add(operator.transposed() ? DimMath.multiply(weight.dim(1), Dim.of(groups)) : weight.dim(0));
        for (int axis = 0; axis < input.rank() - 2; axis++) {
            long kernel = kernel(values, operator, weight, axis);
            Window window = new Window(
                    (kernel - 1) * at(operator.dilations(), axis, 1) + 1,
                    at(operator.strides(), axis, 1),
                    pads(operator.pads(), axis, input.rank() - 2),
                    operator.autoPad(),
                    false);
            Dim size = input.dim(axis + 2);
            dims.add(
                    operator.transposed()
                            ? window.transposed(size, at(operator.outputPadding(), axis, 0))
                            : window.over(size, values));
        }
        if (values.has(2)) {
            checkBias(values, dims.get(1));
        }
        return values.shapeOf(dims);
    }

    private static void checkBias(NodeValues values, Dim channels) {
        Shape bias = values.shape(2);
        if (bias.rank() != 1 || Broadcasting.same(bias.dim(0), channels).isEmpty()) {
            throw values.contradiction("do not fit as weight and bias", 1, 2);
        }
    }

    private static long kernel(NodeValues values, Operator.Convolution operator, Shape weight, int axis) {
        Dim fromWeight = weight.dim(axis + 2);
        if (operator.kernel().isEmpty()) {
            return fromWeight.isKnown() ? fromWeight.size() : 1;
        }
        long kernel = operator.kernel().at(axis);
        if (fromWeight instanceof Dim.Size known && known.value() != kernel) {
            throw values.contradiction("its kernel is %s, but its weight (%s) has shape %s"
                    .formatted(operator.kernel(), values.node().input(1), weight));
        }
        return kernel;
    }

    static Shape pool(NodeValues values, Operator.Pool operator) {
        Shape input = values.shape(0);
        int spatial = input.rank() - 2;
        if (spatial < 1 || (!operator.global() && operator.kernel().size() != spatial)) {
            throw values.contradiction("its input (%s) has shape %s, which its kernel %s does not fit"
                    .formatted(values.node().input(0), input, operator.kernel()));
        }
        List<Dim> dims = new ArrayList<>(input.rank());
        dims.add(input.dim(0));
        dims.add(input.dim(1));
        for (int axis = 0; axis < spatial; axis++) {
            if (operator.global()) {
                dims.add(Dim.of(1));
                continue;
            }
            Window window = new Window(
                    (operator.kernel().at(axis) - 1) * at(operator.dilations(), axis, 1) + 1,
                    at(operator.strides(), axis, 1),
                    pads(operator.pads(), axis, spatial),
                    operator.autoPad(),
                    operator.ceilMode());
            dims.add(window.over(input.dim(axis + 2), values));
        }
        return values.shapeOf(dims);
    }

    private static long at(Longs values, int axis, long otherwise) {
        return values.isEmpty() ? otherwise : values.at(axis);
    }

    private static long[] pads(Longs pads, int axis, int spatial) {
        return pads.isEmpty() ? new long[2] : new long[] {pads.at(axis), pads.at(axis + spatial)};
    }

    /** A window on one axis. @param extent of the dilated kernel; pads: before and behind */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    private record Window(long extent, long stride, long[] pads, Operator.AutoPad autoPad, boolean ceil) {

        Dim over(Dim size, NodeValues values) {
            boolean same = autoPad == Operator.AutoPad.SAME_UPPER || autoPad == Operator.AutoPad.SAME_LOWER;
            if (same) {
                return stride == 1 ? size : DimMath.divide(DimMath.add(size, Dim.of(stride - 1)), Dim.of(stride));
            }
            long padding = autoPad == Operator.AutoPad.VALID ? 0 : pads[0] + pads[1];
            Dim room = DimMath.add(size, Dim.of(padding - extent));
            if (!(size instanceof Dim.Size known)) {
                Dim steps = ceil ? DimMath.add(room, Dim.of(stride - 1)) : room;
                return stride == 1
                        ? DimMath.add(size, Dim.of(padding - extent + 1))
                        : DimMath.add(DimMath.divide(steps, Dim.of(stride)), Dim.of(1));
            }
            if (room.size() < 0) {
                throw values.contradiction("its input (%s) of shape %s is smaller than its window of %d"
                        .formatted(values.node().input(0), values.shape(0), extent));
            }
            long count = (ceil ? room.size() + stride - 1 : room.size()) / stride + 1;
            boolean startsBehind = ceil && (count - 1) * stride >= known.value() + pads[0];
            return Dim.of(startsBehind ? count - 1 : count);
        }

        Dim transposed(Dim size, long outputPadding) {
            boolean same = autoPad == Operator.AutoPad.SAME_UPPER || autoPad == Operator.AutoPad.SAME_LOWER;
            Dim stretched = DimMath.multiply(size, Dim.of(stride));
            if (same) {
                return stretched;
            }
            long padding = autoPad == Operator.AutoPad.VALID ? 0 : pads[0] + pads[1];
            return DimMath.add(stretched, Dim.of(outputPadding + extent - padding - stride));
        }
    }
}
