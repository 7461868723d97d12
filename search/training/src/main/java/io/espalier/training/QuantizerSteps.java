package io.espalier.training;

import io.espalier.zoo.transform.Levels;

/** How the steps of quantizers move in training, the same in every engine. */
public final class QuantizerSteps {
    /** Share of an observed step of activations that a batch leaves as it was. */
    public static final float ACTIVATION_MOMENTUM = .99f;

    /** A learnt step never becomes shorter than this share of what it began with: one of 0 could never grow again. */
    private static final float LEAST_SHARE = .01f;

    private static final float LEAST_OBSERVED = 1e-12f;

    private QuantizerSteps() {}

    /**
     * By what the gradient of a learnt step is multiplied, so that it moves in proportion to its length as the weights do to
     * theirs: {@code 1 / √(numbers · greatest level)} (Esser et al., "Learned Step Size Quantization", 2020).
     *
     * @param numbers that the step rounds: of one example, or of one channel of a weight
     */
    public static double gradientFactor(Levels levels, int numbers) {
        return 1 / Math.sqrt((double) numbers * Math.max(levels.highest(), -levels.lowest()));
    }

    /** The shortest that learnt steps may become. @param steps as they begin */
    public static float[] shortest(float[] steps) {
        float[] shortest = steps.clone();
        for (int i = 0; i < shortest.length; i++) {
            shortest[i] *= LEAST_SHARE;
        }
        return shortest;
    }

    /** Lengthens steps that an update made too short. */
    public static void lengthen(float[] steps, float[] shortest) {
        for (int i = 0; i < steps.length; i++) {
            steps[i] = Math.max(steps[i], shortest[i]);
        }
    }

    /** How far the numbers of each channel of a weight reach to either side. @param channels of each number, below {@code count} */
    public static float[] reach(float[] weight, int[] channels, int count) {
        float[] greatest = new float[count];
        for (int i = 0; i < weight.length; i++) {
            greatest[channels[i]] = Math.max(greatest[channels[i]], Math.abs(weight[i]));
        }
        return greatest;
    }

    /**
     * Moves a step towards the one whose outermost levels lie where the numbers end.
     *
     * @param momentum share of the old step that stays, 0 to below 1
     * @param least of the numbers that are rounded, at most 0
     * @param greatest of them, at least 0
     */
    public static float observed(float step, Levels levels, float momentum, float least, float greatest) {
        float above = levels.highest() > 0 ? greatest / levels.highest() : 0;
        float below = levels.lowest() < 0 ? least / levels.lowest() : 0;
        float wanted = Math.max(Math.max(above, below), LEAST_OBSERVED);
        return momentum * step + (1 - momentum) * wanted;
    }
}
