package io.espalier.nd4j;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sizes, axes and shapes of a graph that is planned: no gradient passes there, and most are known before the run. */
final class PlannedNumbers {
    private final ModelGraph graph;
    private final Map<String, TensorType> inputs;
    private final Set<String> values = new HashSet<>();
    private @Nullable Shapes shapes;

    /** @param inputs of the graph at the batch; complete before a shape is asked for */
    PlannedNumbers(ModelGraph graph, Map<String, TensorType> inputs) {
        this.graph = graph;
        this.inputs = inputs;
        values.addAll(graph.constants().keySet());
    }

    static boolean isWhole(DataType type) {
        return type == DataType.INT64 || type == DataType.INT32;
    }

    /** Whether the node computes sizes or axes alone; then its outputs are held here. */
    boolean take(Node node) {
        boolean toNumbers =
                node.operator() instanceof Operator.Cast cast && cast.to().isFloatingPoint();
        boolean taken = node.operator() instanceof Operator.ShapeOf
                || (!toNumbers
                        && !node.inputs().isEmpty()
                        && node.inputs().stream().allMatch(name -> name.isEmpty() || values.contains(name)));
        if (taken) {
            values.addAll(node.outputs());
        }
        return taken;
    }

    /** Whether the value is a constant of whole numbers, or computed from such and from shapes. */
    boolean holds(String value) {
        return values.contains(value);
    }

    /** Whether it is an input of whole numbers, such as the words of a text. */
    boolean isInput(String value) {
        TensorType type = inputs.get(value);
        return type != null && isWhole(type.dataType());
    }

    boolean isConstant(String value) {
        return graph.constants().containsKey(value);
    }

    /** @throws RefusedException when the graph computes it */
    IntegerConstant constant(String value) {
        IntegerConstant constant = graph.constants().get(value);
        if (constant == null) {
            throw new RefusedException("shapes or axes that are computed");
        }
        return constant;
    }

    /** @throws RefusedException when the graph computes them */
    long[] of(String constant) {
        return constant(constant).values().toArray();
    }

    /** The numbers of a constant, or those that are inferred. @throws RefusedException when they depend on the run */
    Longs known(String value) {
        return isConstant(value)
                ? Longs.of(of(value))
                : shapes().integers(value)
                        .orElseThrow(() -> new RefusedException("integers as the data of an operator"));
    }

    /** The inferred sizes of a value at the batch. @throws RefusedException when they are not known */
    Longs sizes(String value) {
        return shape(value)
                .filter(Shape::isKnown)
                .map(shape -> Longs.of(shape.toArray()))
                .orElseThrow(() -> new RefusedException("a value of unknown sizes"));
    }

    /** The inferred shape of a value at the batch. */
    Optional<Shape> shape(String value) {
        return shapes().shape(value);
    }

    private Shapes shapes() {
        if (shapes == null) {
            List<GraphValue> fixed = graph.inputs().stream()
                    .map(input -> new GraphValue(input.name(), inputs.getOrDefault(input.name(), input.type())))
                    .toList();
            shapes = ShapeInference.infer(graph.toBuilder().inputs(fixed).build());
        }
        return shapes;
    }
}
