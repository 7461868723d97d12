package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.function.Function;

/** The messages of a model: everything in the graph's own order, so that equal models give equal bytes. */
final class ModelEncoder {
    /** Older versions list initializers among the inputs. */
    private static final int INITIALIZERS_NEED_NO_INPUT = 4;

    private final ModelGraph graph;
    private final AxesForm axes;

    private ModelEncoder(ModelGraph graph) {
        this.graph = graph;
        this.axes = new AxesForm(graph);
    }

    /** @param weights how a weight is written: with its numbers, or with the place where they are */
    static ModelProto encode(Model model, WeightForm weights) {
        return encode(model.graph(), name -> weights.of(name, model.weights().get(name)));
    }

    /** @param weights how the weight of a name is written */
    static ModelProto encode(ModelGraph graph, Function<String, TensorProto> weights) {
        return new ModelEncoder(graph).encode(weights);
    }

    /** Writes one weight. */
    @FunctionalInterface
    interface WeightForm {
        TensorProto of(String name, Tensor tensor);
    }

    private ModelProto encode(Function<String, TensorProto> weights) {
        GraphProto.Builder body = GraphProto.newBuilder().setName(graph.name());
        graph.nodes().forEach(node -> body.addNode(node(axes.of(node))));
        graph.inputs().forEach(input -> body.addInput(ValueTypes.encode(input)));
        graph.outputs().forEach(output -> body.addOutput(ValueTypes.encode(output)));
        graph.constants().forEach((name, constant) -> body.addInitializer(TensorEncoder.encode(name, constant)));
        axes.added().forEach((name, constant) -> body.addInitializer(TensorEncoder.encode(name, constant)));
        for (String name : graph.weights().keySet()) {
            body.addInitializer(weights.apply(name));
        }
        ModelProto.Builder file = ModelProto.newBuilder()
                .setIrVersion(Math.max(INITIALIZERS_NEED_NO_INPUT, graph.irVersion()))
                .setProducerName("espalier")
                .setGraph(body);
        graph.opsets()
                .forEach((domain, version) -> file.addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
        graph.metadata()
                .forEach((key, value) -> file.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return file.build();
    }

    private NodeProto node(Node node) {
        TensorType weight = graph.weights().get(node.input(1));
        Longs shape = weight == null ? Longs.of() : Longs.of(weight.shape().toArray());
        return node.operator()
                .accept(new OperatorEncoder(graph.opset(), shape))
                .setName(node.name())
                .addAllInput(node.inputs())
                .addAllOutput(node.outputs())
                .build();
    }
}
