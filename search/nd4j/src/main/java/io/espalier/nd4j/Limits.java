package io.espalier.nd4j;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
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

    /** Of a Clip, whose bounds are attributes or further inputs. */
    static Limits of(Node node, Operator.Activation clip, TapePlanner plan) {
        return new Limits(
                bound(clip, "min", Float.NEGATIVE_INFINITY),
                bound(clip, "max", Float.POSITIVE_INFINITY),
                node.hasInput(1) ? plan.weights().name(node.input(1)) : "",
                node.hasInput(2) ? plan.weights().name(node.input(2)) : "");
    }

    private static float bound(Operator.Activation clip, String name, float otherwise) {
        return clip.parameters().get(name) instanceof Attribute.Real real ? real.value() : otherwise;
    }

    /** The same with the numbers of the weights. */
    Limits with(Weights weights) {
        return new Limits(
                lowWeight.isEmpty() ? low : weights.get(lowWeight).floats()[0],
                highWeight.isEmpty() ? high : weights.get(highWeight).floats()[0],
                "",
                "");
    }
}
