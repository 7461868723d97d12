package io.espalier.zoo.transform;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.List;

/** The four parameters of a batch normalization. */
record NormValues(Tensor scale, Tensor bias, Tensor mean, Tensor variance) {

    /**
     * Takes back that its input was scaled, with the statistics of the scaled input as running statistics.
     *
     * @param moments of the input before it was scaled
     * @param factors by which each channel was scaled, over 0
     */
    static NormValues unscaling(ChannelMoments moments, double[] factors, double epsilon) {
        float[][] values = new float[4][moments.channels()];
        for (int channel = 0; channel < moments.channels(); channel++) {
            double factor = factors[channel];
            double variance = factor * factor * moments.variance(channel);
            values[0][channel] = (float) (Math.sqrt(variance + epsilon) / factor);
            values[1][channel] = (float) moments.mean(channel);
            values[2][channel] = (float) (factor * moments.mean(channel));
            values[3][channel] = (float) variance;
        }
        return of(values);
    }

    /** Gives its output the moments {@code target}; its own statistics are yet to be found. */
    static NormValues towards(ChannelMoments target) {
        float[][] values = new float[4][target.channels()];
        for (int channel = 0; channel < target.channels(); channel++) {
            values[0][channel] = (float) target.deviation(channel);
            values[1][channel] = (float) target.mean(channel);
            values[3][channel] = 1;
        }
        return of(values);
    }

    private static NormValues of(float[][] values) {
        Longs shape = Longs.of(values[0].length);
        return new NormValues(
                Tensor.ofFloats(shape, values[0]),
                Tensor.ofFloats(shape, values[1]),
                Tensor.ofFloats(shape, values[2]),
                Tensor.ofFloats(shape, values[3]));
    }

    List<Tensor> tensors() {
        return List.of(scale, bias, mean, variance);
    }
}
