package io.espalier.pytorch;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.espalier.training.AxisPlaces;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.AutoPad;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Convolutions; transposed ones as ordinary ones over an input with zeros between its places. */
final class TorchConvolution {
    private TorchConvolution() {}

    static PtNDArray run(
            Operator.Convolution operator, PtNDArray x, PtNDArray weight, @Nullable PtNDArray bias, Longs out) {
        int axes = out.size() - 2;
        long[] strides = orOnes(operator.strides(), axes);
        long[] dilations = orOnes(operator.dilations(), axes);
        return operator.transposed()
                ? transposed(operator, x, weight, bias, out, strides, dilations)
                : ordinary(operator, x, weight, bias, out, strides, dilations);
    }

    private static long[] orOnes(Longs values, int axes) {
        return values.isEmpty() ? Longs.repeat(1, axes).toArray() : values.toArray();
    }

    private static PtNDArray ordinary(
            Operator.Convolution operator,
            PtNDArray x,
            PtNDArray weight,
            @Nullable PtNDArray bias,
            Longs out,
            long[] strides,
            long[] dilations) {
        int axes = strides.length;
        long[] sizes = JniUtils.getShape(x).getShape();
        long[] kernel = JniUtils.getShape(weight).getShape();
        long[] before = new long[axes];
        long[] after = new long[axes];
        for (int axis = 0; axis < axes; axis++) {
            long reach = (out.at(axis + 2) - 1) * strides[axis] + dilations[axis] * (kernel[axis + 2] - 1) + 1;
            before[axis] = before(operator, axis, reach - sizes[axis + 2]);
            after[axis] = Math.max(0, reach - sizes[axis + 2] - before[axis]);
        }
        boolean even =
                Arrays.equals(before, after) || (operator.autoPad() == AutoPad.NOTSET && isEven(operator.pads(), axes));
        PtNDArray padded = even ? x : padded(x, before, after);
        long[] pads = even ? before : new long[axes];
        return JniUtils.convolution(
                padded, weight, bias, new Shape(strides), new Shape(pads), new Shape(dilations), operator.groups());
    }

    private static boolean isEven(Longs pads, int axes) {
        for (int axis = 0; axis < axes && !pads.isEmpty(); axis++) {
            if (pads.at(axis) != pads.at(axis + axes)) {
                return false;
            }
        }
        return true;
    }

    /** @param all padding that the output needs, for pads that are not given */
    private static long before(Operator.Convolution operator, int axis, long all) {
        return switch (operator.autoPad()) {
            case NOTSET -> operator.pads().isEmpty() ? 0 : operator.pads().at(axis);
            case VALID -> 0;
            case SAME_UPPER -> Math.max(0, all) / 2;
            case SAME_LOWER -> (Math.max(0, all) + 1) / 2;
        };
    }

    static PtNDArray padded(PtNDArray x, long[] before, long[] after) {
        TorchMath math = new TorchMath((PtNDManager) x.getManager());
        PtNDArray padded = x;
        for (int axis = 0; axis < before.length; axis++) {
            if (before[axis] != 0 || after[axis] != 0) {
                int size = Math.toIntExact(JniUtils.getShape(padded).get(axis + 2));
                int[] places = AxisPlaces.padded("constant", size, before[axis], after[axis])
                        .orElseThrow();
                padded = math.places(padded, axis + 2, places);
            }
        }
        return padded;
    }

    private static PtNDArray transposed(
            Operator.Convolution operator,
            PtNDArray x,
            PtNDArray weight,
            @Nullable PtNDArray bias,
            Longs out,
            long[] strides,
            long[] dilations) {
        int axes = strides.length;
        long[] sizes = JniUtils.getShape(x).getShape();
        long[] kernel = JniUtils.getShape(weight).getShape();
        TorchMath math = new TorchMath((PtNDManager) x.getManager());
        PtNDArray spread = x;
        long[] flipped = new long[axes];
        for (int axis = 0; axis < axes; axis++) {
            long reach = dilations[axis] * (kernel[axis + 2] - 1);
            long all = (sizes[axis + 2] - 1) * strides[axis] + reach + 1 - out.at(axis + 2);
            long first = reach - before(operator, axis, all);
            int[] places = new int[Math.toIntExact(out.at(axis + 2) + reach)];
            for (int i = 0; i < places.length; i++) {
                long at = i - first;
                boolean taken = at >= 0 && at % strides[axis] == 0 && at / strides[axis] < sizes[axis + 2];
                places[i] = taken ? Math.toIntExact(at / strides[axis]) : AxisPlaces.NONE;
            }
            spread = math.places(spread, axis + 2, places);
            flipped[axis] = axis + 2L;
        }
        // [in, out / groups, k...] becomes [out, in / groups, k...], upside down.
        int groups = operator.groups();
        long inGroup = kernel[0] / groups;
        long[] grouped = new long[kernel.length + 1];
        grouped[0] = groups;
        grouped[1] = inGroup;
        System.arraycopy(kernel, 1, grouped, 2, kernel.length - 1);
        PtNDArray swapped = JniUtils.transpose(JniUtils.reshape(JniUtils.flip(weight, flipped), grouped), 1, 2);
        long[] turned = kernel.clone();
        turned[0] = groups * kernel[1];
        turned[1] = inGroup;
        return JniUtils.convolution(
                spread,
                JniUtils.reshape(swapped, turned),
                bias,
                new Shape(Longs.repeat(1, axes).toArray()),
                new Shape(new long[axes]),
                new Shape(dilations),
                groups);
    }
}
