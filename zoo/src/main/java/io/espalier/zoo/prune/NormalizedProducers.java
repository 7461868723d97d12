package io.espalier.zoo.prune;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The filters and biases whose outputs a batch normalization alone reads. The normalization takes a mean away from them
 * and scales them, so their own products {@code w · g} say nothing about the unit; those of its scale and shift do, and
 * they are what the filter's would be with the normalization folded in.
 */
final class NormalizedProducers {
    private record Side(String weight, int axis) {}

    private final Set<Side> sides = new HashSet<>();

    private NormalizedProducers() {}

    static NormalizedProducers of(ModelGraph graph) {
        NormalizedProducers producers = new NormalizedProducers();
        for (Node node : graph.nodes()) {
            int axis = outputAxis(node);
            if (axis >= 0 && isNormalized(graph, node.output())) {
                producers.sides.add(new Side(node.input(1), axis));
                if (node.hasInput(2)) {
                    producers.sides.add(new Side(node.input(2), 0));
                }
            }
        }
        return producers;
    }

    private static int outputAxis(Node node) {
        if (node.operator() instanceof Operator.Convolution convolution) {
            return convolution.transposed() ? 1 : 0;
        }
        if (node.operator() instanceof Operator.Gemm gemm) {
            return gemm.transposeB() ? 0 : 1;
        }
        return node.operator() instanceof Operator.MatMul ? 1 : -1;
    }

    private static boolean isNormalized(ModelGraph graph, String value) {
        List<Node> readers = graph.consumers(value);
        return readers.size() == 1
                && !graph.isOutput(value)
                && readers.get(0).operator() instanceof Operator.Normalization normalization
                && normalization.kind() == Operator.Normalization.Kind.BATCH
                && readers.get(0).input(0).equals(value);
    }

    boolean contains(String weight, int axis) {
        return sides.contains(new Side(weight, axis));
    }
}
