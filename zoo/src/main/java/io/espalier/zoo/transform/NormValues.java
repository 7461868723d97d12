package io.espalier.zoo.transform;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.List;

/** The four parameters of a batch normalization. */
record NormValues(Tensor scale, Tensor bias, Tensor mean, Tensor variance) {

    /** Lets its input through, with the statistics {@code moments} as running statistics. */
    static NormValues identity(ChannelMoments moments, double epsilon) {
        float[][] values = new float[4][moments.channels()];
        for (int channel = 0; channel < moments.channels(); channel++) {
            float variance = (float) moments.variance(channel);
            values[0][channel] = (float) Math.sqrt(variance + epsilon);
            values[1][channel] = (float) moments.mean(channel);
            values[2][channel] = (float) moments.mean(channel);
            values[3][channel] = variance;
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
