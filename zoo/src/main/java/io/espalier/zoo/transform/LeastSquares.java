package io.espalier.zoo.transform;

import io.espalier.zoo.weights.Tensor;

/**
 * Ranges with the least sum of squared errors, found on a grid of shares of the whole range: at few bits, cutting off the
 * rare large values makes the steps of all others finer (Sung et al., "Resiliency of Deep Neural Networks under
 * Quantization", 2015; Banner et al., "Post-training 4-bit quantization of convolution networks", 2019).
 */
final class LeastSquares {
    private static final int SHARES = 100;
    private static final float LEAST_SCALE = 1e-12f;

    private LeastSquares() {}

    /** The scales of a weight's channels. */
    static float[] scales(Tensor weight, int axis, Levels levels) {
        float[] values = weight.floats();
        int channels = weight.shape().intAt(axis);
        int inner = SymmetricWeights.inner(weight, axis);
        float[][] byChannel = new float[channels][values.length / channels];
        int[] next = new int[channels];
        for (int i = 0; i < values.length; i++) {
            int channel = i / inner % channels;
            byChannel[channel][next[channel]++] = values[i];
        }
        float[] scales = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            scales[channel] = scale(byChannel[channel], levels);
        }
        return scales;
    }

    /** The scale of some weights. */
    private static float scale(float[] weights, Levels levels) {
        float greatest = 0;
        for (float weight : weights) {
            greatest = Math.max(greatest, Math.abs(weight));
        }
        float whole = Math.max(greatest / levels.highest(), LEAST_SCALE);
        float best = whole;
        double least = Double.POSITIVE_INFINITY;
        for (int share = SHARES; share > SHARES / 10; share--) {
            float scale = Math.max(whole * share / SHARES, LEAST_SCALE);
            double error = 0;
            for (float weight : weights) {
                double distance = weight - (double) scale * levels.nearest(weight, scale);
                error += distance * distance;
            }
            if (error < least) {
                least = error;
                best = scale;
            }
        }
        return best;
    }

    /** The code of an activation. @param bits 2 to 8 */
    static AffineCode code(Histogram histogram, int bits) {
        ValueRange range = histogram.range();
        AffineCode best = code(range, 1, bits);
        double least = Double.POSITIVE_INFINITY;
        for (int share = SHARES; share > 0; share--) {
            AffineCode code = code(range, (float) share / SHARES, bits);
            double error = histogram.squaredError(code.scale(), Levels.ofActivations(bits, code.zeroPoint()));
            if (error < least) {
                least = error;
                best = code;
            }
        }
        return best;
    }

    private static AffineCode code(ValueRange range, float share, int bits) {
        int most = (1 << bits) - 1;
        float scale = Math.max((range.max() - range.min()) * share / most, ValueRange.LEAST_SCALE);
        return new AffineCode(scale, Math.max(0, Math.min(most, Math.round(-range.min() * share / scale))));
    }
}
