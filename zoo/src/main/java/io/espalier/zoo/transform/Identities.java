package io.espalier.zoo.transform;

import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.ArrayList;
import java.util.List;

/** Removes Identity, and Dropout, which is the identity outside training. One that defines a graph output stays. */
final class Identities {
    private Identities() {}

    static ModelGraph remove(ModelGraph graph) {
        Substitution passed = new Substitution();
        List<Node> nodes = new ArrayList<>();
        for (Node original : graph.nodes()) {
            Node node = passed.in(original);
            if (isIdentity(graph, node)) {
                passed.put(node.output(), node.input(0));
            } else {
                nodes.add(node);
            }
        }
        return passed.isEmpty() ? graph : graph.toBuilder().nodes(nodes).build();
    }

    private static boolean isIdentity(ModelGraph graph, Node node) {
        if (!(node.operator() instanceof Operator.Activation activation)
                || graph.isOutput(node.output())
                || Substitution.isCaptured(graph, node.output())) {
            return false;
        }
        return switch (activation.kind()) {
            case IDENTITY -> true;
            case DROPOUT -> !isTraining(graph, node) && !readsMask(graph, node);
            default -> false;
        };
    }

    private static boolean isTraining(ModelGraph graph, Node node) {
        if (!node.hasInput(2)) {
            return false;
        }
        IntegerConstant training = graph.constants().get(node.input(2));
        return training == null || !training.values().equals(Longs.of(0));
    }

    private static boolean readsMask(ModelGraph graph, Node node) {
        return node.outputs().size() > 1
                && !node.outputs().get(1).isEmpty()
                && (graph.isOutput(node.outputs().get(1))
                        || !graph.consumers(node.outputs().get(1)).isEmpty());
    }
}
