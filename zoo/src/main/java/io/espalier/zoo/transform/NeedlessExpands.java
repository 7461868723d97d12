package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.Shapes;
import java.util.List;
import java.util.Optional;

/** Expands whose readers would stretch the value by themselves, because they have another operand of the full size. */
final class NeedlessExpands {
    private NeedlessExpands() {}

    /** {@code nodes} without them; their readers read the value that was expanded. */
    static List<Node> without(ModelGraph graph, Shapes shapes, List<Node> nodes) {
        Substitution originals = new Substitution();
        for (Node node : nodes) {
            if (isNeedless(graph, shapes, node)) {
                originals.put(node.output(), node.input(0));
            }
        }
        return originals.isEmpty()
                ? nodes
                : nodes.stream()
                        .filter(node -> !isNeedless(graph, shapes, node))
                        .map(originals::in)
                        .toList();
    }

    private static boolean isNeedless(ModelGraph graph, Shapes shapes, Node node) {
        return isExpand(node)
                && !graph.isOutput(node.output())
                && !Substitution.isCaptured(graph, node.output())
                && graph.consumers(node.output()).stream()
                        .allMatch(reader -> stretches(graph, shapes, reader, node.output()));
    }

    private static boolean isExpand(Node node) {
        return node.operator() instanceof Operator.Reshape reshape && reshape.kind() == Operator.Reshape.Kind.EXPAND;
    }

    /** Whether the reader has another operand of its result's size, not an expanded one, which may go itself. */
    private static boolean stretches(ModelGraph graph, Shapes shapes, Node reader, String expanded) {
        Optional<Shape> result = shapes.shape(reader.output());
        return reader.operator() instanceof Operator.Elementwise
                && result.isPresent()
                && reader.inputs().stream()
                        .filter(other -> !other.equals(expanded)
                                && graph.producer(other)
                                        .filter(NeedlessExpands::isExpand)
                                        .isEmpty())
                        .anyMatch(other -> shapes.shape(other).equals(result));
    }
}
