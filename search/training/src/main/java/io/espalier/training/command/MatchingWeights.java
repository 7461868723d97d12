package io.espalier.training.command;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the weights of a network in another one of the same structure, whatever its nodes and values are called. */
final class MatchingWeights {
    private MatchingWeights() {}

    /** The weights of {@code other} under the names of {@code graph}; empty when the structures differ. */
    static Optional<Map<String, Tensor>> of(ModelGraph graph, Model other) {
        List<Node> nodes = graph.nodes();
        List<Node> others = other.graph().nodes();
        if (nodes.size() != others.size()) {
            return Optional.empty();
        }
        Map<String, String> names = new LinkedHashMap<>();
        boolean same = match(names, inputs(graph), inputs(other.graph()));
        for (int i = 0; same && i < nodes.size(); i++) {
            Node node = nodes.get(i);
            Node twin = others.get(i);
            same = node.operator().equals(twin.operator())
                    && match(names, node.inputs(), twin.inputs())
                    && match(names, node.outputs(), twin.outputs());
        }
        same = same && match(names, outputs(graph), outputs(other.graph()));
        if (!same) {
            return Optional.empty();
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (String weight : graph.weights().keySet()) {
            String twin = names.get(weight);
            if (twin == null) {
                return Optional.empty();
            }
            boolean fits =
                    graph.weights().get(weight).equals(other.graph().weights().get(twin));
            if (!fits) {
                return Optional.empty();
            }
            weights.put(weight, other.weights().get(twin));
        }
        return Optional.of(weights);
    }

    private static List<String> inputs(ModelGraph graph) {
        return graph.inputs().stream().map(input -> input.name()).toList();
    }

    private static List<String> outputs(ModelGraph graph) {
        return graph.outputs().stream().map(output -> output.name()).toList();
    }

    /** Whether each name is always matched by the same one; what is new is noted. */
    private static boolean match(Map<String, String> names, List<String> some, List<String> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            String known = names.putIfAbsent(some.get(i), others.get(i));
            if (known != null && !known.equals(others.get(i))) {
                return false;
            }
        }
        return true;
    }
}
