package io.espalier.pytorch;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.UnsupportedFeatureException;

/** The greatest or mean value under a moving kernel. */
final class TorchPool {
    private TorchPool() {}

    static PtNDArray run(Operator.Pool operator, PtNDArray x, Longs out) {
        boolean max = operator.kind() == Operator.Pool.Kind.MAX;
        int axes = out.size() - 2;
        Shape kernel = new Shape(operator.kernel().toArray());
        if (operator.global()) {
            Shape one = new Shape(Longs.repeat(1, axes).toArray());
            return max ? JniUtils.adaptiveMaxPool(x, one) : JniUtils.adaptiveAvgPool(x, one);
        }
        boolean explicit =
                operator.autoPad() == Operator.AutoPad.NOTSET || operator.autoPad() == Operator.AutoPad.VALID;
        Longs pads = operator.pads().isEmpty() ? Longs.repeat(0, 2 * axes) : operator.pads();
        boolean even = explicit;
        long[] before = new long[axes];
        for (int axis = 0; axis < axes; axis++) {
            before[axis] = pads.at(axis);
            even &= pads.at(axis) == pads.at(axis + axes);
        }
        if (!even) {
            throw new UnsupportedFeatureException(
                    "The PyTorch engine cannot train this network: a pool that is padded unevenly.");
        }
        Shape strides = new Shape(
                operator.strides().isEmpty()
                        ? Longs.repeat(1, axes).toArray()
                        : operator.strides().toArray());
        return max
                ? JniUtils.maxPool(x, kernel, strides, new Shape(before), operator.ceilMode())
                : JniUtils.avgPool(
                        x, kernel, strides, new Shape(before), operator.ceilMode(), operator.countIncludePad());
    }
}
