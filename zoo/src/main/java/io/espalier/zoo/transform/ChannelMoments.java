package io.espalier.zoo.transform;

import java.util.Arrays;

/** Mean and variance of each channel of a value, over samples and places. Immutable. */
public final class ChannelMoments {
    private final double[] mean;
    private final double[] variance;

    private ChannelMoments(double[] mean, double[] variance) {
        if (mean.length != variance.length) {
            throw new IllegalArgumentException(
                    "There are %d means, but %d variances.".formatted(mean.length, variance.length));
        }
        this.mean = mean;
        this.variance = variance;
    }

    /** @param variance of the population, 0 or more */
    public static ChannelMoments of(double[] mean, double[] variance) {
        return new ChannelMoments(mean.clone(), variance.clone());
    }

    public int channels() {
        return mean.length;
    }

    public double mean(int channel) {
        return mean[channel];
    }

    /** Of the population, 0 or more. */
    public double variance(int channel) {
        return variance[channel];
    }

    public double deviation(int channel) {
        return Math.sqrt(variance[channel]);
    }

    /**
     * The moments of {@code kept} channels, in that order.
     *
     * @throws IllegalArgumentException when there is no such channel
     */
    public ChannelMoments select(int[] kept) {
        for (int channel : kept) {
            if (channel < 0 || channel >= mean.length) {
                throw new IllegalArgumentException(
                        "There is no channel (%d) among %d.".formatted(channel, mean.length));
            }
        }
        return new ChannelMoments(
                Arrays.stream(kept).mapToDouble(channel -> mean[channel]).toArray(),
                Arrays.stream(kept).mapToDouble(channel -> variance[channel]).toArray());
    }

    @Override
    public String toString() {
        return "mean %s, variance %s".formatted(Arrays.toString(mean), Arrays.toString(variance));
    }
}
