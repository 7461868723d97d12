package io.espalier.nd4j;

import io.espalier.training.QuantizerSteps;
import io.espalier.zoo.transform.Levels;

/** Steps such that the outermost levels lie where the numbers end, or have ended in the last batches on the mean. */
final class ObservedScale implements QuantizerScale {
    private final Parameter steps;
    private final Levels levels;
    private final float momentum;
    private final boolean observing;

    /**
     * @param momentum share of the old step that stays, 0 to below 1
     * @param observing whether the steps move at all
     */
    ObservedScale(Parameter steps, Levels levels, float momentum, boolean observing) {
        this.steps = steps;
        this.levels = levels;
        this.momentum = momentum;
        this.observing = observing;
    }

    @Override
    public float step(int channel) {
        return steps.value()[channel];
    }

    @Override
    public int size() {
        return steps.value().length;
    }

    /** No gradient moves it. */
    @Override
    public void add(double... sums) {}

    @Override
    public void moved() {}

    @Override
    public boolean observes() {
        return observing;
    }

    @Override
    public void observe(int channel, float least, float greatest) {
        float[] value = steps.value();
        value[channel] = QuantizerSteps.observed(value[channel], levels, momentum, least, greatest);
    }
}
