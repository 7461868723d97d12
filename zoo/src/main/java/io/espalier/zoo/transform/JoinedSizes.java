package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shapes;
import java.util.HashSet;
import java.util.Set;

/**
 * Known sizes of tensors that a network joins to free ones for a Resize, as C in {@code [N, C, H, W]}. Such a vector cannot
 * become a constant, not even one with places left open as for a Reshape; so its known parts stay computed, because a
 * constant would not tell which tensor it is a size of.
 */
final class JoinedSizes {
    private static final int SIZES = 3;

    private final Set<String> known = new HashSet<>();
    private final Set<String> resizedTo = new HashSet<>();

    JoinedSizes(ModelGraph graph, Shapes shapes) {
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (node.operator() instanceof Operator.Resize && node.hasInput(SIZES)) {
                String sizes = node.input(SIZES);
                if (shapes.integers(sizes).isEmpty()) {
                    resizedTo.add(sizes);
                }
            } else if (isResizedTo(node)) {
                node.inputs().stream().filter(shapes.integers()::containsKey).forEach(resizedTo::add);
            }
        }
        Set<String> sizes = new HashSet<>();
        for (Node node : graph.nodes()) {
            boolean tells = node.operator() instanceof Operator.ShapeOf
                    || node.inputs().stream().anyMatch(sizes::contains);
            for (String output : tells && isResizedTo(node) ? node.outputs() : Set.<String>of()) {
                sizes.add(output);
                if (shapes.integers(output).isPresent()) {
                    known.add(output);
                }
            }
        }
    }

    /** Whether the node is a part of the computation. */
    boolean isResizedTo(Node node) {
        return node.outputs().stream().anyMatch(resizedTo::contains);
    }

    boolean contains(String value) {
        return known.contains(value);
    }
}
