package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator.Dequantize;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes weights and biases as integers with a DequantizeLinear behind each. */
record StoredWeights(ModelGraph.Builder builder, Map<String, Tensor> weights) {

    /** The node reading integers in place of its weight and bias. */
    Node into(Node node, SymmetricWeights integers) {
        List<String> inputs = new ArrayList<>(node.inputs());
        // Two kernels may share a weight but not the scale of their input, so the copies are named after the node.
        inputs.set(
                1,
                add(
                        node.name() + "/" + node.input(1),
                        integers.weight(),
                        integers.weightScale(),
                        integers.weightZero(),
                        SymmetricWeights.channelAxis(node)));
        if (node.hasInput(2)) {
            String prefix = node.name() + "/" + node.input(2);
            inputs.set(2, add(prefix, integers.bias(), integers.biasScale(), integers.biasZero(), 0));
        }
        return node.withInputs(inputs);
    }

    private String add(String prefix, Tensor integers, Tensor scale, Tensor zeroPoint, int axis) {
        List<String> inputs = List.of(
                addWeight(prefix + "/quantized", integers),
                addWeight(prefix + "/scale", scale),
                addWeight(prefix + "/zero_point", zeroPoint));
        builder.node(prefix + "/DequantizeLinear", new Dequantize(axis), inputs, prefix + "/dequantized");
        return prefix + "/dequantized";
    }

    String addWeight(String name, Tensor tensor) {
        builder.weight(name, tensor.type());
        weights.put(name, tensor);
        return name;
    }
}
