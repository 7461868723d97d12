package io.espalier.zoo.prune;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A network of half precision with the same numbers in single precision: one step of a half is more than the tolerance. */
final class SinglePrecision {
    private SinglePrecision() {}

    static Model of(Model model) {
        ModelGraph graph = model.graph();
        ModelGraph.Builder builder = graph.toBuilder()
                .inputs(graph.inputs().stream().map(SinglePrecision::single).toList())
                .outputs(graph.outputs().stream().map(SinglePrecision::single).toList())
                .nodes(graph.nodes().stream().map(SinglePrecision::single).toList());
        Map<String, Tensor> weights = new LinkedHashMap<>();
        model.weights().tensors().forEach((name, tensor) -> {
            if (tensor.dataType() == DataType.FLOAT16) {
                weights.put(name, single(tensor));
                builder.weight(name, weights.get(name).type());
            }
        });
        return new Model(builder.build(), model.weights().with(weights));
    }

    private static DataType single(DataType type) {
        return type == DataType.FLOAT16 ? DataType.FLOAT : type;
    }

    private static GraphValue single(GraphValue value) {
        TensorType type = value.type();
        return new GraphValue(value.name(), new TensorType(single(type.dataType()), type.shape()));
    }

    private static Node single(Node node) {
        if (node.operator() instanceof Operator.Cast cast) {
            return node.withOperator(new Operator.Cast(single(cast.to())));
        }
        if (node.operator() instanceof Operator.Fill fill) {
            return node.withOperator(new Operator.Fill(single(fill.dataType()), fill.value()));
        }
        return node;
    }

    private static Tensor single(Tensor halves) {
        ByteBuffer bytes = halves.bytes();
        float[] values = new float[halves.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Halves.toFloat(bytes.getShort());
        }
        return Tensor.ofFloats(halves.shape(), values);
    }
}
