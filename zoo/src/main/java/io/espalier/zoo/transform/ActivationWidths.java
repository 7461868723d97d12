package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator.Convolution;
import io.espalier.zoo.graph.Operator.Gemm;
import io.espalier.zoo.graph.Operator.MatMul;
import io.espalier.zoo.graph.Precision;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * In how many bits each activation is kept and read. What convolutions and dense layers multiply is as narrow as their
 * precision says; what is added, pooled or joined has 8 bits, as accumulators do. A value that both read is kept in 8
 * bits and narrowed again where it is multiplied.
 */
final class ActivationWidths {
    private static final int STORED = 8;

    private final ModelGraph graph;
    private final Function<Node, Precision> precision;
    private final Set<String> quantized;

    /** @param graph in its exported form */
    ActivationWidths(ModelGraph graph, Function<Node, Precision> precision) {
        this.graph = graph;
        this.precision = precision;
        quantized = QdqLayout.quantizedValues(
                graph, node -> precision.apply(node).isFloat() ? Precision.FP32 : Precision.INT8);
    }

    boolean isQuantized(String value) {
        return quantized.contains(value);
    }

    /** Whether the node multiplies whole numbers. */
    boolean multiplies(Node node) {
        boolean weighted = node.operator() instanceof Convolution
                || node.operator() instanceof Gemm
                || node.operator() instanceof MatMul;
        return weighted && !precision.apply(node).isFloat() && QdqLayout.runsInInt8(graph, node);
    }

    /** In how many bits a node reads a quantized value. */
    int readBy(Node node) {
        return multiplies(node) ? precision.apply(node).activationBits() : STORED;
    }

    /** The widths that a quantized value is read in, narrowest first; it is kept in the last. */
    SortedSet<Integer> of(String value) {
        SortedSet<Integer> widths = new TreeSet<>();
        graph.consumers(value).forEach(reader -> widths.add(readBy(reader)));
        if (widths.isEmpty() || graph.isOutput(value)) {
            widths.add(STORED);
        }
        return widths;
    }
}
