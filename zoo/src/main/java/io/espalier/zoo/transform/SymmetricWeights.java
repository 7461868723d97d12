package io.espalier.zoo.transform;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.weights.Tensor;

/**
 * The weights of one kernel as integers: int8 from -127 to 127 with a scale an output channel, and an int32 bias in
 * steps of (scale of the input · scale of the channel), so that the runtime adds it to its accumulators as it is.
 */
record SymmetricWeights(
        Tensor weight, Tensor weightScale, Tensor weightZero, Tensor bias, Tensor biasScale, Tensor biasZero) {
    private static final int MOST = 127;
    /** Biases stay below this, so that accumulators of 32 bits have room for the products. */
    private static final float MOST_BIAS = 1 << 30;

    /**
     * @param weight float, output channels on {@code axis} (0, or 1 of a matrix)
     * @param bias one number a channel, or none
     * @param inputScale scale of the kernel's quantized input
     */
    static SymmetricWeights of(Tensor weight, int axis, float[] bias, float inputScale) {
        float[] values = weight.floats();
        int channels = weight.shape().intAt(axis);
        int inner = inner(weight, axis);
        float[] scale = new float[channels];
        for (int i = 0; i < values.length; i++) {
            int channel = i / inner % channels;
            scale[channel] = Math.max(scale[channel], Math.abs(values[i]) / MOST);
        }
        return of(weight, axis, scale, bias, inputScale);
    }

    /**
     * With scales that are given. A channel whose bias would overflow gets a wider one.
     *
     * @param scales one a channel, such that no weight is over 127 of them
     */
    static SymmetricWeights of(Tensor weight, int axis, float[] scales, float[] bias, float inputScale) {
        float[] values = weight.floats();
        int channels = scales.length;
        int inner = inner(weight, axis);
        float[] scale = scales.clone();
        for (int c = 0; c < channels; c++) {
            float forBias = c < bias.length ? Math.abs(bias[c]) / (inputScale * MOST_BIAS) : 0;
            scale[c] = Math.max(Math.max(scale[c], forBias), 1e-12f);
        }
        byte[] integers = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            integers[i] = (byte) Math.round(values[i] / scale[i / inner % channels]);
        }
        int[] biasIntegers = new int[bias.length];
        float[] biasScale = new float[bias.length];
        for (int c = 0; c < bias.length; c++) {
            biasScale[c] = inputScale * scale[c];
            biasIntegers[c] = Math.round(bias[c] / biasScale[c]);
        }
        Longs perChannel = Longs.of(channels);
        Longs perBias = Longs.of(bias.length);
        return new SymmetricWeights(
                Tensor.ofBytes(DataType.INT8, weight.shape(), integers),
                Tensor.ofFloats(perChannel, scale),
                Tensor.ofBytes(DataType.INT8, perChannel, new byte[channels]),
                Tensor.ofInts(perBias, biasIntegers),
                Tensor.ofFloats(perBias, biasScale),
                Tensor.ofInts(perBias, new int[bias.length]));
    }

    /** The axis of a kernel's weight that counts its outputs. */
    static int channelAxis(Node node) {
        boolean outputsFirst = node.operator() instanceof Operator.Convolution
                || node.operator() instanceof Operator.Gemm gemm && gemm.transposeB();
        return outputsFirst ? 0 : 1;
    }

    /** Numbers of one channel that follow each other. */
    static int inner(Tensor weight, int axis) {
        int inner = 1;
        for (int i = axis + 1; i < weight.shape().size(); i++) {
            inner *= weight.shape().intAt(i);
        }
        return inner;
    }
}
