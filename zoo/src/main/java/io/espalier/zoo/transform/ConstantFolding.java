package io.espalier.zoo.transform;

import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces what follows from structure alone by constants: chains of integers whose sizes are all known, and copies of
 * weights, whose readers then share the weight. A chain that depends on a free size stays in the graph, and so does a
 * node that defines a graph output. An Expand whose readers broadcast by themselves is left out.
 */
public final class ConstantFolding {
    private ConstantFolding() {}

    public static Model fold(Model model) {
        return new Model(fold(model.graph()), model.weights());
    }

    /** The structure of {@link #fold(Model)}: the same values of the same names. */
    public static ModelGraph fold(ModelGraph graph) {
        Shapes shapes = ShapeInference.infer(graph);
        Substitution copies = new Substitution();
        ModelGraph.Builder builder = graph.toBuilder();
        List<Node> nodes = new ArrayList<>();
        for (Node original : graph.nodes()) {
            Node node = copies.in(original);
            Map<String, IntegerConstant> constants = constants(graph, shapes, node);
            if (!constants.isEmpty()) {
                constants.forEach(builder::constant);
            } else if (copiesWeight(graph, node)) {
                copies.put(node.output(), node.input(0));
            } else {
                nodes.add(node);
            }
        }
        return builder.nodes(NeedlessExpands.without(graph, shapes, nodes)).build();
    }

    /** The outputs as constants; empty unless that holds for all of them. */
    private static Map<String, IntegerConstant> constants(ModelGraph graph, Shapes shapes, Node node) {
        Map<String, IntegerConstant> constants = new LinkedHashMap<>();
        for (String output : node.outputs()) {
            if (output.isEmpty()) {
                continue;
            }
            Optional<TensorType> type = shapes.type(output);
            Optional<Longs> values = shapes.integers(output);
            if (type.isEmpty() || values.isEmpty() || graph.isOutput(output)) {
                return Map.of();
            }
            Longs shape = Longs.of(type.get().shape().toArray());
            constants.put(output, new IntegerConstant(type.get().dataType(), shape, values.get()));
        }
        return constants;
    }

    private static boolean copiesWeight(ModelGraph graph, Node node) {
        return node.operator() instanceof Operator.Activation activation
                && activation.kind() == Operator.Activation.Kind.IDENTITY
                && graph.weights().containsKey(node.input(0))
                && !graph.isOutput(node.output())
                && !Substitution.isCaptured(graph, node.output());
    }
}
