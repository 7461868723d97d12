package io.espalier.zoo.transform;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator.Dequantize;
import io.espalier.zoo.graph.Operator.Quantize;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The floating-point network that a graph in the QDQ form was made from, as structure, and which of its nodes run in 8
 * bits: the inverse of {@link QdqQuantizer}, for finding the kernels of a quantized file.
 *
 * @param graph without QuantizeLinear and DequantizeLinear; weights that were integers are declared as floats
 * @param int8Nodes names of the nodes that read or write 8-bit activations
 */
public record FloatForm(ModelGraph graph, Set<String> int8Nodes) {
    public FloatForm {
        int8Nodes = Set.copyOf(int8Nodes);
    }

    /**
     * The floating-point form of {@code graph}; of one without quantized values: itself. Linear in its size.
     *
     * @throws UnsupportedFeatureException when integers are read by anything but DequantizeLinear
     */
    public static FloatForm of(ModelGraph graph) {
        if (graph.nodes().stream().noneMatch(FloatForm::isPair)) {
            return new FloatForm(graph, Set.of());
        }
        return new Stripping(graph).strip();
    }

    /** The number formats of a node of {@link #graph()}. */
    public Precision precision(Node node) {
        return int8Nodes.contains(node.name()) ? Precision.INT8 : Precision.FP32;
    }

    private static boolean isPair(Node node) {
        return node.operator() instanceof Quantize || node.operator() instanceof Dequantize;
    }

    /** One pass over a graph. */
    private static final class Stripping {
        private final ModelGraph graph;
        private final ModelGraph.Builder builder;
        /** What stands for a value: the float value that was quantized, for what its pair gave back. */
        private final Map<String, String> sources = new HashMap<>();

        private final Set<String> quantizedActivations = new HashSet<>();
        /** The Clips that leave fewer levels than 8 bits have. */
        private final Set<Node> narrowed = new HashSet<>();

        Stripping(ModelGraph graph) {
            this.graph = graph;
            builder = graph.toBuilder().nodes(java.util.List.of());
        }

        FloatForm strip() {
            for (Node node : graph.nodes()) {
                if (narrowed.contains(node)) {
                    continue;
                }
                if (node.operator() instanceof Quantize) {
                    requireDequantizedOnly(node);
                    quantizedActivations.add(source(node.input(0)));
                } else if (node.operator() instanceof Dequantize) {
                    dequantize(node);
                } else {
                    builder.node(node.withInputs(
                            node.inputs().stream().map(this::source).toList()));
                }
            }
            graph.outputs().forEach(output -> {
                if (sources.containsKey(output.name())) {
                    throw unsupported(output.name(), "an output of the graph");
                }
            });
            ModelGraph stripped = DeadNodes.remove(builder.build());
            return new FloatForm(stripped, int8Nodes(stripped));
        }

        private void requireDequantizedOnly(Node quantize) {
            for (Node reader : graph.consumers(quantize.output())) {
                if (FakeQuantizer.isClip(reader)) {
                    narrowed.add(reader);
                    requireDequantizedOnly(reader);
                } else if (!(reader.operator() instanceof Dequantize)) {
                    throw unsupported(quantize.output(), "the node (%s)".formatted(reader.name()));
                }
            }
        }

        private void dequantize(Node node) {
            String integers = node.input(0);
            TensorType weight = graph.weights().get(integers);
            if (weight != null) {
                builder.weight(node.output(), new TensorType(DataType.FLOAT, weight.shape()));
                return;
            }
            Node quantize = graph.producer(integers)
                    .flatMap(producer ->
                            narrowed.contains(producer) ? graph.producer(producer.input(0)) : Optional.of(producer))
                    .filter(producer -> producer.operator() instanceof Quantize)
                    .orElseThrow(() -> unsupported(integers, "no QuantizeLinear, but written by another node"));
            sources.put(node.output(), source(quantize.input(0)));
        }

        private String source(String value) {
            return sources.getOrDefault(value, value);
        }

        private Set<String> int8Nodes(ModelGraph stripped) {
            Set<String> names = new HashSet<>();
            for (Node node : stripped.nodes()) {
                boolean reads = node.inputs().stream().anyMatch(quantizedActivations::contains);
                boolean writes = quantizedActivations.contains(QdqLayout.visibleOutput(stripped, node));
                boolean runs = QdqLayout.runsInInt8(stripped, node);
                if (runs ? reads : reads || writes) {
                    names.add(node.name());
                }
            }
            return names;
        }

        private static UnsupportedFeatureException unsupported(String value, String reader) {
            return new UnsupportedFeatureException(
                    "The integers (%s) are read by %s; only pairs of QuantizeLinear and DequantizeLinear are understood.\nMaybe give the floating-point model, or export it again in the QDQ form."
                            .formatted(value, reader));
        }
    }
}
