package io.espalier.nd4j;

import io.espalier.training.QuantizerSteps;
import io.espalier.zoo.transform.Levels;

/**
 * The step of a quantizer, or one for each channel, as a weight in training (Esser et al., "Learned Step Size Quantization",
 * 2020). Its gradient is the sum of the output's gradients times {@code round(v) − v} for {@code v = x / step} between the
 * outermost levels, and times the outermost level beyond it; and that times {@code 1 / √(numbers · greatest level)}, so that
 * a step moves in proportion to its length as the weights do to theirs.
 */
final class LearnedScale implements QuantizerScale {
    private final Parameter steps;
    private final float[] shortest;
    private final double factor;

    /** @param numbers that one step rounds: of one image, or of one channel of a weight */
    LearnedScale(Parameter steps, Levels levels, int numbers) {
        this.steps = steps;
        shortest = QuantizerSteps.shortest(steps.value());
        factor = QuantizerSteps.gradientFactor(levels, numbers);
    }

    @Override
    public int size() {
        return shortest.length;
    }

    @Override
    public float step(int channel) {
        return steps.value()[channel];
    }

    @Override
    public void moved() {
        QuantizerSteps.lengthen(steps.value(), shortest);
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
