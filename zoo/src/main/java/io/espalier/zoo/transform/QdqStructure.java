package io.espalier.zoo.transform;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The structure that {@link QdqQuantizer} gives a graph, without a single number: for pricing candidates by the
 * thousand.
 */
public final class QdqStructure {
    private static final int OPSET_WITH_SCALES_A_CHANNEL = 13;

    private final ModelGraph graph;
    private final Function<Node, Precision> precision;
    private final ModelGraph.Builder builder;
    private final Set<String> quantized;
    private final Map<String, String> dequantized = new HashMap<>();

    private QdqStructure(ModelGraph graph, Function<Node, Precision> precision) {
        this.graph = graph;
        this.precision = precision;
        quantized = QdqLayout.quantizedValues(graph, precision);
        builder = graph.toBuilder().nodes(List.of());
    }

    /** The graph of {@link QdqQuantizer#quantize}: equal nodes, values, and types of weights. */
    public static ModelGraph of(ModelGraph exported, Function<Node, Precision> precision) {
        return new QdqStructure(exported, precision).rewrite();
    }

    private ModelGraph rewrite() {
        if (graph.opset() < OPSET_WITH_SCALES_A_CHANNEL) {
            builder.opset("", OPSET_WITH_SCALES_A_CHANNEL);
        }
        graph.inputs().forEach(input -> addPair(input.name()));
        for (Node node : graph.nodes()) {
            List<String> inputs = new ArrayList<>(node.inputs());
            inputs.replaceAll(input -> dequantized.getOrDefault(input, input));
            if (isWeighted(node.operator())
                    && precision.apply(node).equals(Precision.INT8)
                    && QdqLayout.runsInInt8(graph, node)) {
                quantizeWeights(node, inputs);
            }
            builder.node(node.withInputs(inputs));
            node.outputs().forEach(this::addPair);
        }
        return DeadNodes.remove(builder.build());
    }

    private static boolean isWeighted(Operator operator) {
        return operator instanceof Operator.Convolution
                || operator instanceof Operator.Gemm
                || operator instanceof Operator.MatMul;
    }

    private void addPair(String value) {
        if (!quantized.contains(value)) {
            return;
        }
        String scale = value + "/scale";
        String zeroPoint = value + "/zero_point";
        builder.weight(scale, new TensorType(DataType.FLOAT, Shape.of()));
        builder.weight(zeroPoint, new TensorType(DataType.UINT8, Shape.of()));
        String integers = value + "/quantized";
        String floats = value + "/dequantized";
        builder.node(value + "/QuantizeLinear", new Operator.Quantize(1), List.of(value, scale, zeroPoint), integers);
        builder.node(
                value + "/DequantizeLinear", new Operator.Dequantize(1), List.of(integers, scale, zeroPoint), floats);
        dequantized.put(value, floats);
    }

    private void quantizeWeights(Node node, List<String> inputs) {
        TensorType weight = graph.weights().get(node.input(1));
        if (weight == null) {
            return;
        }
        int axis = SymmetricWeights.channelAxis(node);
        inputs.set(
                1,
                addDequantized(
                        node, 1, weight, DataType.INT8, axis, weight.shape().size(axis)));
        TensorType bias = node.hasInput(2) ? graph.weights().get(node.input(2)) : null;
        if (bias != null) {
            inputs.set(
                    2,
                    addDequantized(
                            node, 2, bias, DataType.INT32, 0, bias.shape().elements()));
        }
    }

    private String addDequantized(Node node, int input, TensorType type, DataType stored, int axis, long channels) {
        String prefix = node.name() + "/" + node.input(input);
        builder.weight(prefix + "/quantized", new TensorType(stored, type.shape()));
        builder.weight(prefix + "/scale", new TensorType(DataType.FLOAT, Shape.of(channels)));
        builder.weight(prefix + "/zero_point", new TensorType(stored, Shape.of(channels)));
        builder.node(
                prefix + "/DequantizeLinear",
                new Operator.Dequantize(axis),
                List.of(prefix + "/quantized", prefix + "/scale", prefix + "/zero_point"),
                prefix + "/dequantized");
        return prefix + "/dequantized";
    }
}
