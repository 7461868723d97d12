package io.espalier.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers in and out of PyTorch. */
final class TorchArrays {
    private TorchArrays() {}

    /** A tensor over the memory of a direct buffer, which must stay. */
    static PtNDArray of(PtNDManager manager, ByteBuffer direct, Shape shape) {
        return JniUtils.createNdFromByteBuffer(
                manager, direct, shape, DataType.FLOAT32, SparseFormat.DENSE, Device.cpu());
    }

    static PtNDArray floats(PtNDManager manager, float[] values, long... shape) {
        ByteBuffer direct =
                ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        direct.asFloatBuffer().put(values);
        return of(manager, direct, new Shape(shape));
    }

    static PtNDArray longs(PtNDManager manager, long[] values, long... shape) {
        ByteBuffer direct =
                ByteBuffer.allocateDirect(values.length * Long.BYTES).order(ByteOrder.nativeOrder());
        direct.asLongBuffer().put(values);
        return JniUtils.createNdFromByteBuffer(
                manager, direct, new Shape(shape), DataType.INT64, SparseFormat.DENSE, Device.cpu());
    }

    /** Images are stored channels last, under the shape that they have in the file: PyTorch follows the strides. */
    static PtNDArray input(PtNDManager manager, Tensor tensor) {
        long[] shape = tensor.shape().toArray();
        if (tensor.dataType() != io.espalier.zoo.graph.DataType.FLOAT) {
            return longs(manager, tensor.longs(), shape);
        }
        float[] values = tensor.floats();
        if (shape.length != 4 || shape[1] == 1) {
            return floats(manager, values, shape);
        }
        PtNDArray last = floats(manager, channelsLast(values, shape), shape[0], shape[2], shape[3], shape[1]);
        return JniUtils.permute(last, new long[] {0, 3, 1, 2});
    }

    private static float[] channelsLast(float[] first, long[] shape) {
        int channels = Math.toIntExact(shape[1]);
        int pixels = Math.toIntExact(shape[2] * shape[3]);
        float[] last = new float[first.length];
        for (int image = 0; image < shape[0]; image++) {
            int at = image * channels * pixels;
            for (int c = 0; c < channels; c++) {
                for (int p = 0; p < pixels; p++) {
                    last[at + p * channels + c] = first[at + c * pixels + p];
                }
            }
        }
        return last;
    }

    /** Reads all numbers in the order of the shape. */
    static void read(PtNDArray array, float[] target) {
        PtNDArray flat = JniUtils.reshape(array, new long[] {-1});
        JniUtils.getByteBuffer(flat, false)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .get(target);
        flat.close();
    }
}
