package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.Shapes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Names blocks after their first weight: one that no node outside reads, if there is such a one, and more than a number.
 * Where weights are shared, later blocks get a number behind it.
 */
final class BlockIds {
    private final ModelGraph graph;
    private final Shapes shapes;
    private final Set<String> taken = new HashSet<>();

    BlockIds(ModelGraph graph, Shapes shapes) {
        this.graph = graph;
        this.shapes = shapes;
    }

    /** @param nodes of the block, in order */
    String of(List<Node> nodes, Node add) {
        Set<Node> inside = new HashSet<>(nodes);
        List<String> weights = nodes.stream()
                .flatMap(node -> node.inputs().stream())
                .filter(graph.weights()::containsKey)
                .toList();
        String first = first(weights, weight -> isTensor(weight) && inside.containsAll(graph.consumers(weight)));
        if (first.isEmpty()) {
            first = first(weights, this::isTensor);
        }
        if (first.isEmpty()) {
            first = add.name();
        }
        String id = first;
        for (int i = 2; !taken.add(id); i++) {
            id = first + "#" + i;
        }
        return id;
    }

    private static String first(List<String> weights, Predicate<String> wanted) {
        return weights.stream().filter(wanted).findFirst().orElse("");
    }

    private boolean isTensor(String weight) {
        Shape shape = shapes.known(weight);
        return shape.rank() > 0 && shape.elements() > 1;
    }
}
