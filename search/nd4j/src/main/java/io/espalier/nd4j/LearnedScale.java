package io.espalier.nd4j;

import io.espalier.zoo.transform.Levels;

/**
 * The step of a quantizer, or one for each channel, as a weight in training (Esser et al., "Learned Step Size Quantization",
 * 2020). Its gradient is the sum of the output's gradients times {@code round(v) − v} for {@code v = x / step} between the
 * outermost levels, and times the outermost level beyond it; and that times {@code 1 / √(numbers · greatest level)}, so that
 * a step moves in proportion to its length as the weights do to theirs.
 */
final class LearnedScale implements QuantizerScale {
    /** A step never becomes shorter than this share of what it began with: one of 0 could never grow again. */
    private static final float SHORTEST = .01f;

    private final Parameter steps;
    private final float[] shortest;
    private final double factor;

    /** @param numbers that one step rounds: of one image, or of one channel of a weight */
    LearnedScale(Parameter steps, Levels levels, int numbers) {
        this.steps = steps;
        shortest = steps.value().clone();
        for (int i = 0; i < shortest.length; i++) {
            shortest[i] *= SHORTEST;
        }
        factor = 1 / Math.sqrt((double) numbers * Math.max(levels.highest(), -levels.lowest()));
    }

    @Override
    public int size() {
        return shortest.length;
    }

    @Override
    public float step(int channel) {
        return steps.value()[channel];
    }

    /** Lengthens what an update made too short. */
    @Override
    public void moved() {
        float[] value = steps.value();
        for (int i = 0; i < value.length; i++) {
            value[i] = Math.max(value[i], shortest[i]);
        }
    }

    @Override
    public void add(double... sums) {
        float[] gradient = steps.gradient();
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] += (float) (factor * sums[i]);
        }
    }

    @Override
    public boolean observes() {
        return false;
    }

    @Override
    public void observe(int channel, float least, float greatest) {}
}
