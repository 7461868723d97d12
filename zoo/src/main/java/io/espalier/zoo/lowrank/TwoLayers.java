package io.espalier.zoo.lowrank;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * The structure of a layer in two: the first has no bias and a name of its own, the second has the name, the bias and the
 * output of the layer.
 */
record TwoLayers(Node first, Node second, TensorType firstWeight, TensorType secondWeight) {

    TwoLayers(ModelGraph graph, Node node, Factoring factoring, int rank) {
        this(
                Node.of(
                        free(graph, node.name() + ".low"),
                        factoring.firstOperator(),
                        List.of(node.input(0), free(graph, node.name() + ".low.weight")),
                        free(graph, node.output() + ".low")),
                new Node(
                        node.name(),
                        factoring.secondOperator(),
                        inputs(node, free(graph, node.output() + ".low"), free(graph, node.name() + ".high.weight")),
                        node.outputs()),
                TensorType.floats(Shape.of(factoring.firstShape(rank).toArray())),
                TensorType.floats(Shape.of(factoring.secondShape(rank).toArray())));
    }

    private static List<String> inputs(Node node, String thin, String weight) {
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(0, thin);
        inputs.set(1, weight);
        return inputs;
    }

    /** {@code name}, with underscores until nothing in the graph is called so. */
    private static String free(ModelGraph graph, String name) {
        String free = name;
        while (graph.isConstant(free)
                || graph.producer(free).isPresent()
                || graph.node(free).isPresent()
                || isInput(graph, free)) {
            free += "_";
        }
        return free;
    }

    private static boolean isInput(ModelGraph graph, String name) {
        return graph.inputs().stream().anyMatch(input -> input.name().equals(name));
    }

    /** {@code graph} with the two layers in the place of the one; its weight stays. */
    ModelGraph in(ModelGraph graph) {
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.name().equals(second.name())) {
                nodes.add(first);
                nodes.add(second);
            } else {
                nodes.add(node);
            }
        }
        return graph.toBuilder()
                .nodes(nodes)
                .weight(first.input(1), firstWeight)
                .weight(second.input(1), secondWeight)
                .build();
    }
}
