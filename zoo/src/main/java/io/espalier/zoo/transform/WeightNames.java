package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;

/** Names for weights that a transform changes or adds, the same whenever it is done. */
final class WeightNames {
    private WeightNames() {}

    /** The weight's own name when only {@code node} reads it, once; else a name for its copy. */
    static String owned(ModelGraph graph, Node node, String weight) {
        boolean shared = graph.consumers(weight).size() > 1
                || graph.isOutput(weight)
                || node.inputs().stream().filter(weight::equals).count() > 1;
        return shared ? free(graph, weight + "@" + node.name()) : weight;
    }

    /** {@code name}, with underscores until no value of the graph has it. */
    static String free(ModelGraph graph, String name) {
        StringBuilder candidate = new StringBuilder(name);
        while (isTaken(graph, candidate.toString())) {
            candidate.append('_');
        }
        return candidate.toString();
    }

    private static boolean isTaken(ModelGraph graph, String name) {
        return graph.isConstant(name)
                || graph.producer(name).isPresent()
                || graph.inputs().stream().anyMatch(input -> input.name().equals(name));
    }
}
