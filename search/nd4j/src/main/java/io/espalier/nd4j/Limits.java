package io.espalier.nd4j;

import io.espalier.zoo.weights.Weights;

/**
 * The range that an activation clips to.
 *
 * @param low least value; −∞: none
 * @param high greatest value; +∞: none
 * @param lowWeight name of the weight that holds {@code low}; empty: it is as given
 * @param highWeight as {@code lowWeight}
 */
record Limits(float low, float high, String lowWeight, String highWeight) {
    static final Limits RELU = new Limits(0, Float.POSITIVE_INFINITY, "", "");

    /** The same with the numbers of the weights. */
    Limits with(Weights weights) {
        return new Limits(
                lowWeight.isEmpty() ? low : weights.get(lowWeight).floats()[0],
                highWeight.isEmpty() ? high : weights.get(highWeight).floats()[0],
                "",
                "");
    }
}
