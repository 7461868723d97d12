package io.espalier.nd4j;

import io.espalier.training.QuantizerSteps;
import io.espalier.zoo.transform.Levels;

/**
 * A weight rounded to the levels of its channels before anything reads it; the gradients of what was read go to the float
 * weight as those of {@link QuantizerLayer} do.
 */
final class QuantizedWeightLayer implements Layer {
    private final Parameter weight;
    private final Parameter rounded;
    private final QuantizerScale scale;
    private final Levels levels;
    private final int[] channels;

    /**
     * @param rounded what is read, in the order of {@code weight}; its gradient is there when this layer's turn comes
     * @param channels by place: the index of the step
     */
    QuantizedWeightLayer(Parameter weight, Parameter rounded, QuantizerScale scale, Levels levels, int[] channels) {
        this.weight = weight;
        this.rounded = rounded;
        this.levels = levels;
        this.channels = channels;
        this.scale = scale;
    }

    /** Weights have no gradients of values. */
    @Override
    public void planGradients(GradientPool pool) {}

    @Override
    public void forward() {
        rounded.clearGradient();
        if (scale.observes()) {
            observe();
        }
        float[] from = weight.value();
        float[] to = rounded.value();
        for (int i = 0; i < to.length; i++) {
            float step = scale.step(channels[i]);
            to[i] = step * levels.nearest(from[i], step);
        }
    }

    private void observe() {
        float[] greatest = QuantizerSteps.reach(weight.value(), channels, scale.size());
        for (int channel = 0; channel < greatest.length; channel++) {
            scale.observe(channel, -greatest[channel], greatest[channel]);
        }
    }

    @Override
    public void backward() {
        float[] value = weight.value();
        float[] gradient = rounded.gradient();
        float[] sum = weight.gradient();
        double[] byStep = new double[scale.size()];
        for (int i = 0; i < value.length; i++) {
            float step = scale.step(channels[i]);
            float v = value[i] / step;
            boolean inside = v >= levels.lowest() && v <= levels.highest();
            sum[i] += inside ? gradient[i] : 0;
            byStep[channels[i]] += gradient[i] * (levels.nearest(value[i], step) - (inside ? v : 0));
        }
        scale.add(byStep);
    }
}
