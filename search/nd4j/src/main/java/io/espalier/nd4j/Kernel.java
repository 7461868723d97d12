package io.espalier.nd4j;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;

/**
 * A moving kernel with the padding that its attributes ask for.
 *
 * @param geometry pads at top and left; those below differ when {@link #isLopsided}
 */
record Kernel(Geometry geometry, int padBottom, int padRight) {

    static Kernel of(Longs kernel, Longs strides, Longs pads, Longs dilations, Operator.AutoPad autoPad, Size in) {
        if (!pads.isEmpty() && pads.size() != 4) {
            throw new RefusedException("pads that are not 2-D");
        }
        int[] size = {kernel.intAt(0), kernel.intAt(1)};
        int[] stride = orOnes(strides);
        int[] dilation = orOnes(dilations);
        int[] begin = new int[2];
        int[] end = new int[2];
        for (int axis = 0; axis < 2; axis++) {
            switch (autoPad) {
                case NOTSET -> {
                    begin[axis] = pads.isEmpty() ? 0 : pads.intAt(axis);
                    end[axis] = pads.isEmpty() ? 0 : pads.intAt(axis + 2);
                }
                case VALID -> {}
                case SAME_UPPER, SAME_LOWER -> {
                    int length = axis == 0 ? in.height() : in.width();
                    int places = Math.floorDiv(length + stride[axis] - 1, stride[axis]);
                    int reach = (places - 1) * stride[axis] + dilation[axis] * (size[axis] - 1) + 1;
                    int all = Math.max(0, reach - length);
                    begin[axis] = autoPad == Operator.AutoPad.SAME_UPPER ? all / 2 : all - all / 2;
                    end[axis] = all - begin[axis];
                }
            }
        }
        Geometry geometry =
                new Geometry(size[0], size[1], stride[0], stride[1], begin[0], begin[1], dilation[0], dilation[1]);
        return new Kernel(geometry, end[0], end[1]);
    }

    private static int[] orOnes(Longs values) {
        return values.isEmpty() ? new int[] {1, 1} : new int[] {values.intAt(0), values.intAt(1)};
    }

    /** oneDNN as libnd4j calls it does not dilate. */
    boolean isDilated() {
        return geometry.dilationY() != 1 || geometry.dilationX() != 1;
    }

    boolean isLopsided() {
        return padBottom != geometry.padY() || padRight != geometry.padX();
    }

    /** The same kernel on an input that was padded before. */
    Kernel unpadded() {
        Geometry g = geometry;
        return new Kernel(
                new Geometry(
                        g.kernelHeight(),
                        g.kernelWidth(),
                        g.strideY(),
                        g.strideX(),
                        0,
                        0,
                        g.dilationY(),
                        g.dilationX()),
                0,
                0);
    }

    Size outSize(Size in, int channels) {
        Geometry g = geometry;
        return new Size(
                Geometry.places(in.height(), g.padY(), padBottom, g.kernelHeight(), g.strideY(), g.dilationY()),
                Geometry.places(in.width(), g.padX(), padRight, g.kernelWidth(), g.strideX(), g.dilationX()),
                channels);
    }

    /** Rounded up, except that no place begins in the far padding. */
    Size outSizeCeil(Size in) {
        Geometry g = geometry;
        return new Size(
                ceilPlaces(in.height(), g.padY(), padBottom, g.kernelHeight(), g.strideY()),
                ceilPlaces(in.width(), g.padX(), padRight, g.kernelWidth(), g.strideX()),
                in.channels());
    }

    private static int ceilPlaces(int size, int begin, int end, int kernel, int stride) {
        int places = Math.floorDiv(size + begin + end - kernel + stride - 1, stride) + 1;
        return (places - 1) * stride >= size + begin ? places - 1 : places;
    }
}
