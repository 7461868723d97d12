package io.espalier.nd4j;

import io.espalier.nd4j.TapePlanner.Slot;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Shape;
import org.jspecify.annotations.Nullable;

/** Plans matrix products, as convolutions whose kernel is the whole image, and the biases added to them. */
final class ProductPlanner {
    private final TapePlanner plan;

    ProductPlanner(TapePlanner plan) {
        this.plan = plan;
    }

    void product(Node node, Slot in, boolean transposed, @Nullable String bias) {
        String weight = plan.weights().kernel(node.input(1));
        Shape shape = plan.weights().shape(weight);
        UntrainedOperators.require(in.rank() == 2 && shape.rank() == 2, "a matrix product that is not [n×k] by [k×m]");
        int out = (int) shape.size(transposed ? 0 : 1);
        int features = in.size().elements();
        if (bias != null) {
            UntrainedOperators.require(
                    plan.weights().shape(bias).elements() == out, "a bias that is not one number a column");
        }
        plan.add(
                new Step.Convolve(
                        in.value(),
                        node.output(),
                        new Size(1, 1, out),
                        weight,
                        bias,
                        Geometry.whole(in.size()),
                        1,
                        transposed ? new WeightOrder.Same(features * out) : new WeightOrder.Transposed(features, out)),
                node.output(),
                2);
    }

    /** A vector added to a matrix product becomes its bias. */
    void addBias(Node node) {
        boolean first = plan.weights().isWeight(node.input(0));
        String bias = plan.weights().name(node.input(first ? 0 : 1));
        String value = node.input(first ? 1 : 0);
        Slot in = plan.slot(value);
        Shape shape = plan.weights().shape(bias);
        boolean vector = shape.rank() > 0
                && shape.elements() == in.size().channels()
                && shape.size(-1) == in.size().channels();
        boolean own = in.value().equals(value) && plan.readers(value) == 1;
        UntrainedOperators.require(in.rank() == 2 && vector && own, "Add of a weight");
        if (!(plan.makerOf(in).orElse(null) instanceof Step.Convolve product) || product.bias() != null) {
            throw UntrainedOperators.refuse("Add of a weight");
        }
        plan.replace(product, product.withBias(bias, node.output()), node.output(), 2);
    }
}
