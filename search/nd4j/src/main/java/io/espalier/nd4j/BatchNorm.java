package io.espalier.nd4j;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;

/**
 * Batch normalization (Ioffe and Szegedy, 2015): the statistics of a batch, the running ones, and the
 * per-channel coefficients of both passes. The loops over pixels are {@link FusedLayer}'s.
 */
final class BatchNorm {
    private final Parameter scale;
    private final Parameter bias;
    private final Running runningMean;
    private final Running runningVariance;
    private final double epsilon;
    private final double momentum;
    private final int channels;
    private final double[] mean;
    private final double[] inverseDeviation;
    private final Statistics statistics;

    /** What a value is normalized by. */
    enum Statistics {
        /** The moments of its batch, as in training. */
        OF_BATCH,
        /** The running moments, which stay as they are, as in inference. */
        RUNNING
    }

    /** A running statistic under its name. */
    static final class Running {
        private final String name;
        private final float[] value;

        Running(String name, Tensor start) {
            this.name = name;
            value = start.floats();
        }

        String name() {
            return name;
        }

        Tensor tensor() {
            return Tensor.ofFloats(Longs.of(value.length), value);
        }
    }

    BatchNorm(
            Step.Norm norm,
            Parameter scale,
            Parameter bias,
            Running runningMean,
            Running runningVariance,
            Statistics statistics) {
        this.scale = scale;
        this.bias = bias;
        this.runningMean = runningMean;
        this.runningVariance = runningVariance;
        epsilon = norm.epsilon();
        momentum = norm.momentum();
        channels = scale.value().length;
        mean = new double[channels];
        inverseDeviation = new double[channels];
        this.statistics = statistics;
        for (int c = 0; c < channels; c++) {
            mean[c] = runningMean.value[c];
            inverseDeviation[c] = 1 / Math.sqrt(runningVariance.value[c] + epsilon);
        }
    }

    /** Whether the moments of every batch must be {@link #observe observed}. */
    boolean observes() {
        return statistics == Statistics.OF_BATCH;
    }

    /**
     * Takes in the moments of a batch and moves the running statistics by them.
     *
     * @param centre by channel, what the moments are taken about: near the mean, so that the variance loses no digits
     * @param sums of the distances from the centre, then of their squares
     */
    void observe(float[] centre, double[] sums, int rows) {
        for (int c = 0; c < channels; c++) {
            double distance = sums[c] / rows;
            double variance = Math.max(0, sums[channels + c] / rows - distance * distance);
            mean[c] = centre[c] + distance;
            inverseDeviation[c] = 1 / Math.sqrt(variance + epsilon);
            runningMean.value[c] = (float) (momentum * runningMean.value[c] + (1 - momentum) * mean[c]);
            runningVariance.value[c] = (float) (momentum * runningVariance.value[c] + (1 - momentum) * variance);
        }
    }

    /** {@code norm(x) = x · factor + shift}. */
    void forwardCoefficients(float[] factor, float[] shift) {
        for (int c = 0; c < channels; c++) {
            double slope = scale.value()[c] * inverseDeviation[c];
            factor[c] = (float) slope;
            shift[c] = (float) (bias.value()[c] - mean[c] * slope);
        }
    }

    /** What {@link FusedLoops#gradientMoments} measures x from: the mean. */
    void backwardCentre(float[] centre) {
        for (int c = 0; c < channels; c++) {
            centre[c] = (float) mean[c];
        }
    }

    /**
     * Adds to the parameters' gradients and gives the gradient by x: {@code gradient · a + x · b + c}.
     *
     * @param sums of the gradient, then of its products with x − mean
     */
    void backwardCoefficients(double[] sums, int rows, float[] a, float[] b, float[] c) {
        for (int i = 0; i < channels; i++) {
            // The centre was rounded to float; what that changed in the products is taken out.
            double products = sums[channels + i] + ((float) mean[i] - mean[i]) * sums[i];
            double byScale = products * inverseDeviation[i];
            scale.gradient()[i] += (float) byScale;
            bias.gradient()[i] += (float) sums[i];
            double slope = scale.value()[i] * inverseDeviation[i];
            if (!observes()) {
                a[i] = (float) slope;
                b[i] = 0;
                c[i] = 0;
                continue;
            }
            double byX = -slope * inverseDeviation[i] * byScale / rows;
            a[i] = (float) slope;
            b[i] = (float) byX;
            c[i] = (float) (-slope * sums[i] / rows - byX * mean[i]);
        }
    }
}
