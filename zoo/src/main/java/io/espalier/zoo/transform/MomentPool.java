package io.espalier.zoo.transform;

/**
 * Pools the moments of batches: the mean of the means, the mean of the variances plus the variance of the means
 * (Chan, Golub and LeVeque, 1979). Batches count by their number of samples.
 */
final class MomentPool {
    private final double[] mean;
    private final double[] squares;
    private double samples;

    MomentPool(int channels) {
        mean = new double[channels];
        squares = new double[channels];
    }

    /** @param variance of the population */
    void add(float[] batchMean, float[] batchVariance, double batchSamples) {
        double total = samples + batchSamples;
        for (int channel = 0; channel < mean.length; channel++) {
            double distance = batchMean[channel] - mean[channel];
            mean[channel] += distance * batchSamples / total;
            squares[channel] +=
                    batchVariance[channel] * batchSamples + distance * distance * samples * batchSamples / total;
        }
        samples = total;
    }

    /** @throws IllegalArgumentException when no batch was added */
    ChannelMoments moments() {
        if (samples == 0) {
            throw new IllegalArgumentException("Statistics need at least one batch of samples.");
        }
        double[] variance = new double[squares.length];
        for (int channel = 0; channel < variance.length; channel++) {
            variance[channel] = Math.max(0, squares[channel] / samples);
        }
        return ChannelMoments.of(mean, variance);
    }
}
