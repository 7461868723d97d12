package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Convolution;
import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.graph.Operator.Gemm;
import io.espalier.zoo.graph.Operator.MatMul;
import io.espalier.zoo.graph.Operator.Pool;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Where pairs of QuantizeLinear and DequantizeLinear belong so that ONNX Runtime's CPU provider fuses them: around
 * convolutions, dense layers, additions, products, concatenations and pooling, and around operators that only move
 * elements; behind a ReLU or Clip rather than before it, since both vanish into the unsigned range.
 */
final class QdqLayout {
    private QdqLayout() {}

    /** All activations that could be quantized when every node that can run in 8 bits does. */
    static List<String> candidates(ModelGraph graph) {
        return List.copyOf(quantizedValues(graph, node -> Precision.INT8));
    }

    /** The activations that get a pair, in topological order. */
    static Set<String> quantizedValues(ModelGraph graph, Function<Node, Precision> precision) {
        Set<String> values = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            if (!precision.apply(node).equals(Precision.INT8) || !runsInInt8(graph, node)) {
                continue;
            }
            for (String input : activationInputs(graph, node)) {
                values.add(input);
            }
            String output = visibleOutput(graph, node);
            if (!graph.isOutput(output)) {
                values.add(output);
            }
        }
        return values;
    }

    /** Whether an 8-bit kernel exists for the node. */
    static boolean runsInInt8(ModelGraph graph, Node node) {
        Operator operator = node.operator();
        if (operator instanceof Convolution convolution) {
            return !convolution.transposed() && graph.weights().containsKey(node.input(1));
        }
        if (operator instanceof Gemm gemm) {
            return !gemm.transposeA()
                    && gemm.alpha() == 1
                    && gemm.beta() == 1
                    && graph.weights().containsKey(node.input(1));
        }
        if (operator instanceof MatMul) {
            return graph.weights().containsKey(node.input(1));
        }
        if (operator instanceof Elementwise elementwise) {
            boolean fusable = elementwise.kind() == Elementwise.Kind.ADD || elementwise.kind() == Elementwise.Kind.MUL;
            return fusable && node.inputs().stream().noneMatch(graph::isConstant);
        }
        return operator instanceof Operator.Concat && isActivation(graph, node)
                || operator instanceof Pool
                || movesElements(graph, node);
    }

    /** Whether the operator's output holds only elements of its input (and zeros), so that both share one scale. */
    static boolean movesElements(ModelGraph graph, Node node) {
        Operator operator = node.operator();
        boolean moves = operator instanceof Operator.Reshape
                || operator instanceof Operator.Transpose
                || operator instanceof Operator.Slice
                || operator instanceof Operator.Pad
                || operator instanceof Pool pool && pool.kind() == Pool.Kind.MAX;
        return moves && isActivation(graph, node);
    }

    static boolean isClippingActivation(Operator operator) {
        return operator instanceof Activation activation
                && (activation.kind() == Activation.Kind.RELU || activation.kind() == Activation.Kind.CLIP);
    }

    /** The value behind the ReLU or Clip that alone reads the node's output, else that output. */
    static String visibleOutput(ModelGraph graph, Node node) {
        String output = node.output();
        List<Node> readers = graph.consumers(output);
        if (readers.size() == 1
                && !graph.isOutput(output)
                && isClippingActivation(readers.get(0).operator())) {
            return readers.get(0).output();
        }
        return output;
    }

    /** The non-constant inputs that carry features. */
    static List<String> activationInputs(ModelGraph graph, Node node) {
        List<String> inputs = new ArrayList<>();
        boolean several = node.operator() instanceof Elementwise || node.operator() instanceof Operator.Concat;
        int count = several ? node.inputs().size() : 1;
        for (int i = 0; i < count; i++) {
            if (!graph.isConstant(node.input(i))) {
                inputs.add(node.input(i));
            }
        }
        return inputs;
    }

    /** Whether the node reads features and not a chain of sizes: features come from a float graph input or kernel. */
    private static boolean isActivation(ModelGraph graph, Node node) {
        Set<String> seen = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(activationInputs(graph, node));
        while (!open.isEmpty()) {
            String value = open.remove(open.size() - 1);
            if (!seen.add(value)) {
                continue;
            }
            if (graph.inputs().stream()
                    .anyMatch(input -> input.name().equals(value)
                            && input.type().dataType().isFloatingPoint())) {
                return true;
            }
            Node producer = graph.producer(value).orElse(null);
            if (producer == null || producer.operator() instanceof Operator.ShapeOf) {
                continue;
            }
            if (producer.operator() instanceof Convolution || producer.operator() instanceof Gemm) {
                return true;
            }
            open.addAll(producer.inputs());
        }
        return false;
    }
}
