package io.espalier.zoo.prune;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a network chooses: keeps the largest values, those above a threshold, boxes that do not overlap. What is behind
 * jumps when two values that are nearly equal change places, by rounding alone; what is before does not.
 */
final class Choices {
    private static final Set<String> CHOOSING =
            Set.of("TopK", "NonMaxSuppression", "ArgMax", "ArgMin", "Hardmax", "NonZero", "Unique");

    private Choices() {}

    /** The computed floating-point values that the first choices on the way from the inputs look at. */
    static List<String> valuesBefore(ModelGraph graph) {
        Shapes shapes = ShapeInference.infer(graph);
        Set<String> data = new HashSet<>();
        graph.inputs().forEach(input -> data.add(input.name()));
        Set<String> chosen = new HashSet<>();
        Set<String> before = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            Collection<String> reads = ModelGraph.readsOf(node);
            boolean computed = !(node.operator() instanceof Operator.ShapeOf)
                    && reads.stream().anyMatch(data::contains);
            if (!computed) {
                continue;
            }
            data.addAll(node.outputs());
            if (reads.stream().anyMatch(chosen::contains)) {
                chosen.addAll(node.outputs());
            } else if (chooses(node)) {
                reads.stream()
                        .filter(value -> graph.producer(value).isPresent() && data.contains(value))
                        .filter(value -> isFloating(shapes, value))
                        .forEach(before::add);
                chosen.addAll(node.outputs());
            }
        }
        return List.copyOf(before);
    }

    private static boolean chooses(Node node) {
        if (node.operator() instanceof Operator.Elementwise elementwise) {
            return switch (elementwise.kind()) {
                case EQUAL, LESS, GREATER, LESS_OR_EQUAL, GREATER_OR_EQUAL -> true;
                default -> false;
            };
        }
        return node.operator() instanceof Operator.Opaque opaque && CHOOSING.contains(opaque.type());
    }

    private static boolean isFloating(Shapes shapes, String value) {
        return shapes.type(value)
                .map(TensorType::dataType)
                .filter(DataType::isFloatingPoint)
                .isPresent();
    }

    /** {@code model} with {@code values} as outputs, too. */
    static Model shown(Model model, List<String> values) {
        Shapes shapes = ShapeInference.infer(model.graph());
        Set<String> outputs = new HashSet<>();
        model.graph().outputs().stream().map(GraphValue::name).forEach(outputs::add);
        ModelGraph.Builder builder = model.graph().toBuilder();
        for (String value : values) {
            if (outputs.add(value)) {
                TensorType type = shapes.type(value).orElseThrow();
                List<Dim> open = new ArrayList<>();
                for (int axis = 0; axis < type.shape().rank(); axis++) {
                    open.add(Dim.symbol("?%s.%d".formatted(value, axis)));
                }
                builder.output(value, type.withShape(new Shape(open)));
            }
        }
        return new Model(builder.build(), model.weights());
    }
}
