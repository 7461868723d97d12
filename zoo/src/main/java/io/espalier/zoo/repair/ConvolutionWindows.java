package io.espalier.zoo.repair;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;

/** Windows of a convolution over any number of spatial axes, with explicit pads. */
record ConvolutionWindows(Operator.Convolution convolution) implements Windows {
    @Override
    public int size() {
        return Math.toIntExact(convolution.kernel().product());
    }

    @Override
    public int rows(Longs shape) {
        int rows = shape.intAt(0);
        for (int axis = 0; axis < spatial(); axis++) {
            rows *= outputSize(shape, axis);
        }
        return rows;
    }

    private int spatial() {
        return convolution.kernel().size();
    }

    private int pad(int side) {
        return convolution.pads().isEmpty() ? 0 : convolution.pads().intAt(side);
    }

    private int outputSize(Longs shape, int axis) {
        int reach = convolution.dilations().intAt(axis) * (convolution.kernel().intAt(axis) - 1) + 1;
        int padded = shape.intAt(2 + axis) + pad(axis) + pad(axis + spatial());
        return (padded - reach) / convolution.strides().intAt(axis) + 1;
    }

    @Override
    public void copy(float[] data, Longs shape, int row, int first, int channels, double[] target, int offset) {
        int area = 1;
        int[] origin = new int[spatial()];
        int rest = row;
        for (int axis = spatial() - 1; axis >= 0; axis--) {
            int size = outputSize(shape, axis);
            origin[axis] = rest % size * convolution.strides().intAt(axis) - pad(axis);
            rest /= size;
            area *= shape.intAt(2 + axis);
        }
        int image = rest * shape.intAt(1) * area;
        int size = size();
        for (int position = 0; position < size; position++) {
            int place = place(shape, origin, position);
            for (int channel = 0; channel < channels; channel++) {
                target[offset + channel * size + position] =
                        place < 0 ? 0 : data[image + (first + channel) * area + place];
            }
        }
    }

    /** Where a position of the window is among the positions of a channel; -1 when it is outside. */
    private int place(Longs shape, int[] origin, int position) {
        int place = 0;
        int rest = position;
        int inner = 1;
        for (int axis = spatial() - 1; axis >= 0; axis--) {
            int kernel = convolution.kernel().intAt(axis);
            int at = origin[axis] + rest % kernel * convolution.dilations().intAt(axis);
            if (at < 0 || at >= shape.intAt(2 + axis)) {
                return -1;
            }
            place += at * inner;
            inner *= shape.intAt(2 + axis);
            rest /= kernel;
        }
        return place;
    }
}
