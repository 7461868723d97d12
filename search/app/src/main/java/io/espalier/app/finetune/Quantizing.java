package io.espalier.app.finetune;

import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.transform.ScaleRule;

/**
 * In how many bits a network is to multiply, and how it is trained for that.
 *
 * @param inner of weights and activations, 2 to 8
 * @param ends of those of the first and last layer
 * @param scales where the training takes its scales from
 */
public record Quantizing(Precision inner, Precision ends, ScaleRule scales) {
    private static final int LEAST = 2;
    private static final int MOST = 8;

    public Quantizing {
        check(inner);
        check(ends);
    }

    private static void check(Precision precision) {
        if (Math.min(precision.weightBits(), precision.activationBits()) < LEAST
                || Math.max(precision.weightBits(), precision.activationBits()) > MOST) {
            throw new IllegalArgumentException("Weights of %d bits and activations of %d must have %d to %d."
                    .formatted(precision.weightBits(), precision.activationBits(), LEAST, MOST));
        }
    }
}
