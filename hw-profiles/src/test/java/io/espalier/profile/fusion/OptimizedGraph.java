package io.espalier.profile.fusion;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads off what a runtime computes from the graph that it made. */
public record OptimizedGraph(ModelGraph graph) {
    /** What the runtime puts between kernels for the sake of layouts and number formats. */
    public static final Set<String> BORDERS = Set.of(
            "ReorderInput", "ReorderOutput", "Transpose", "QuantizeLinear", "DequantizeLinear", "Cast", "MemcpyToHost");

    /** The operators that {@code value} comes from, borders left out, in the order of the graph. */
    public List<String> work(String value) {
        Set<String> needed = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(List.of(value));
        while (!open.isEmpty()) {
            String next = open.remove(open.size() - 1);
            if (needed.add(next)) {
                graph.producer(next).ifPresent(node -> open.addAll(ModelGraph.readsOf(node)));
            }
        }
        return graph.nodes().stream()
                .filter(node -> node.outputs().stream().anyMatch(needed::contains))
                .map(OptimizedGraph::operator)
                .filter(operator -> !BORDERS.contains(operator))
                .toList();
    }

    /** Whether the runtime has {@code value} in its blocked layout, be it in the plain one as well. */
    public boolean isBlocked(String value) {
        return graph.producer(value)
                .filter(node -> operator(node).equals("ReorderOutput"))
                .isPresent();
    }

    /** Whether what a convolution reads was last written in the blocked layout, even if it is reordered for it. */
    public boolean comesBlocked(String value) {
        Node producer = graph.producer(value).orElse(null);
        if (producer == null || operator(producer).equals("ReorderInput")) {
            return false;
        }
        if (producer.operator() instanceof Operator.Opaque opaque
                && opaque.domain().equals("com.microsoft.nchwc")) {
            return true;
        }
        boolean keeps = producer.operator() instanceof Operator.Activation
                || producer.operator() instanceof Operator.Elementwise
                || producer.operator() instanceof Operator.Concat
                || producer.operator() instanceof Operator.Opaque;
        return keeps && !readsPlain(producer);
    }

    private boolean readsPlain(Node node) {
        return node.inputs().stream()
                .anyMatch(input -> graph.producer(input)
                                .filter(producer -> operator(producer).equals("ReorderOutput"))
                                .isPresent()
                        || !graph.isConstant(input) && !comesBlocked(input));
    }

    /** The operator's name in ONNX or in the runtime. */
    public static String operator(Node node) {
        Operator operator = node.operator();
        if (operator instanceof Operator.Opaque opaque) {
            return opaque.type();
        }
        String name = Spelling.operatorName(operator);
        return Optional.of(name).filter(known -> !known.isEmpty()).orElseGet(() -> structural(operator));
    }

    private static String structural(Operator operator) {
        if (operator instanceof Operator.Quantize) {
            return "QuantizeLinear";
        }
        if (operator instanceof Operator.Dequantize) {
            return "DequantizeLinear";
        }
        return operator.getClass().getSimpleName();
    }
}
