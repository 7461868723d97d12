package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the graph node by node. A value is named after its node, a node after its layer. */
final class Draft {
    private final ModelGraph.Builder graph = ModelGraph.builder("dl4j");
    private final Map<String, Tensor> weights = new LinkedHashMap<>();

    void input(String name, Shape shape) {
        graph.input(name, TensorType.floats(shape));
    }

    /** @param part of the layer that the node is */
    String node(String layer, String part, Operator operator, String... inputs) {
        String name = layer + "/" + part;
        graph.node(name, operator, List.of(inputs), name);
        return name;
    }

    /** @param part of the layer's weights, such as {@code W} */
    String weight(String layer, String part, float[] numbers, long... sizes) {
        String name = layer + "_" + part;
        Tensor tensor = Tensor.ofFloats(Longs.of(sizes), numbers);
        weights.put(name, tensor);
        graph.weight(name, tensor.type());
        return name;
    }

    /** A constant of the layer that is no weight of it. */
    String scalar(String layer, String part, double number) {
        return weight(layer, part, new float[] {(float) number});
    }

    String integers(String layer, String part, long... values) {
        String name = layer + "/" + part;
        graph.constant(name, IntegerConstant.vector(values));
        return name;
    }

    /** The model, whose outputs have the types that follow from the rest. */
    Model model(List<String> outputs) {
        ModelGraph open = graph.build();
        List<GraphValue> typed = new ArrayList<>();
        for (String output : outputs) {
            Shape any = new Shape(List.of(Dim.symbol("N")));
            TensorType type = ShapeInference.infer(open).type(output).orElse(TensorType.floats(any));
            typed.add(new GraphValue(output, type));
        }
        return new Model(open.toBuilder().outputs(typed).build(), Weights.of(weights));
    }
}
