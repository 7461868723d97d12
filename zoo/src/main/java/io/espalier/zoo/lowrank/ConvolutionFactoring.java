package io.espalier.zoo.lowrank;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator.Convolution;
import java.util.function.IntPredicate;

/**
 * A convolution of weight {@code [outputs, inputs / groups, window]}. A row of the matrix is an output and a place along the
 * axes that the second convolution sees, a column an input and a place along those that the first one sees.
 *
 * @param shape of the weight
 * @param spatial whether the second one sees the last axis of the window; else it sees none, and the first one all
 */
record ConvolutionFactoring(Convolution convolution, Longs shape, boolean spatial) implements Factoring {
    private static final int WINDOW_AXIS = 2;

    private int windowAxes() {
        return shape.size() - WINDOW_AXIS;
    }

    private IntPredicate ofFirst() {
        return axis -> !spatial || axis < windowAxes() - 1;
    }

    private int window(IntPredicate axes) {
        int places = 1;
        for (int axis = 0; axis < windowAxes(); axis++) {
            places *= axes.test(axis) ? shape.intAt(WINDOW_AXIS + axis) : 1;
        }
        return places;
    }

    private int outputs() {
        return shape.intAt(0) / groups();
    }

    private int inputs() {
        return shape.intAt(1);
    }

    @Override
    public int groups() {
        return convolution.groups();
    }

    @Override
    public int rows() {
        return outputs() * window(ofFirst().negate());
    }

    @Override
    public int columns() {
        return inputs() * window(ofFirst());
    }

    @Override
    public int at(int group, int row, int column) {
        int wide = window(ofFirst().negate());
        return ((group * outputs() + row / wide) * columns() + column) * wide + row % wide;
    }

    @Override
    public Longs firstShape(int rank) {
        return kernel(ofFirst(), (long) groups() * rank, inputs());
    }

    @Override
    public int first(int group, int component, int column, int rank) {
        return (group * rank + component) * columns() + column;
    }

    @Override
    public Longs secondShape(int rank) {
        return kernel(ofFirst().negate(), shape.at(0), rank);
    }

    @Override
    public int second(int group, int row, int component, int rank) {
        int wide = window(ofFirst().negate());
        return ((group * outputs() + row / wide) * rank + component) * wide + row % wide;
    }

    private Longs kernel(IntPredicate axes, long to, long from) {
        Longs kernel = shape.with(0, to).with(1, from);
        for (int axis = 0; axis < windowAxes(); axis++) {
            kernel = axes.test(axis) ? kernel : kernel.with(WINDOW_AXIS + axis, 1);
        }
        return kernel;
    }

    @Override
    public Convolution firstOperator() {
        return along(ofFirst());
    }

    @Override
    public Convolution secondOperator() {
        return along(ofFirst().negate());
    }

    /** The convolution along some axes of its window; along the others it looks at one place. */
    private Convolution along(IntPredicate axes) {
        long[] kernel = new long[windowAxes()];
        for (int axis = 0; axis < kernel.length; axis++) {
            kernel[axis] = axes.test(axis) ? shape.at(WINDOW_AXIS + axis) : 1;
        }
        return new Convolution(
                false,
                Longs.of(kernel),
                chosen(convolution.strides(), axes, 1),
                chosen(convolution.pads(), axes, 0),
                chosen(convolution.dilations(), axes, 1),
                groups(),
                convolution.autoPad(),
                Longs.of());
    }

    /** Values of axes, for pads twice; those of other axes become {@code neutral}. */
    private Longs chosen(Longs values, IntPredicate axes, long neutral) {
        Longs chosen = values;
        for (int i = 0; i < values.size(); i++) {
            chosen = axes.test(i % windowAxes()) ? chosen : chosen.with(i, neutral);
        }
        return chosen;
    }
}
