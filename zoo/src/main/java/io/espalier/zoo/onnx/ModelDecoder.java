package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a model of the messages of a file: first every constant, then the nodes in order, then the graph. */
final class ModelDecoder {
    private final ModelProto file;
    private final GraphProto graph;
    private final TensorDecoder tensors;
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<NodeProto> nodes = new ArrayList<>();

    private ModelDecoder(ModelProto file, GraphProto graph, ExternalData external) {
        this.file = file;
        this.graph = graph;
        this.tensors = new TensorDecoder(external);
    }

    static Model decode(ModelProto file, ExternalData external) {
        FileVersions.check(file);
        return decode(file, file.getGraph(), external);
    }

    private static Model decode(ModelProto file, GraphProto graph, ExternalData external) {
        Model model = new ModelDecoder(file, graph, external).decode();
        return KnownBranches.resolve(graph, model)
                .map(resolved -> decode(file, resolved, external))
                .orElse(model);
    }

    private Model decode() {
        collectConstants();
        ModelGraph.Builder builder = ModelGraph.builder(graph.getName()).irVersion((int) file.getIrVersion());
        for (OperatorSetIdProto opset : file.getOpsetImportList()) {
            String domain = ConstantNodes.isOnnx(opset.getDomain()) ? "" : opset.getDomain();
            builder.opset(domain, (int) opset.getVersion());
        }
        inputs().forEach(input -> builder.input(input.name(), input.type()));
        Set<String> quantized = Quantized.integers(nodes);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        constants.forEach((name, tensor) -> {
            if (isStructure(tensor.dataType(), quantized.contains(name))) {
                builder.constant(name, new IntegerConstant(tensor.dataType(), tensor.shape(), longs(tensor)));
            } else {
                builder.weight(name, tensor.type());
                weights.put(name, tensor);
            }
        });
        Set<String> inputs = new HashSet<>();
        graph.getInputList().forEach(input -> inputs.add(input.getName()));
        Set<String> outputs = new HashSet<>();
        graph.getOutputList().forEach(output -> outputs.add(output.getName()));
        builder.nodes(new GraphNodes(FileVersions.opset(file), tensors, constants).decode(nodes, inputs, outputs));
        decodeOutputs(builder);
        graph.getMetadataPropsList().forEach(property -> put(builder, property));
        file.getMetadataPropsList().forEach(property -> put(builder, property));
        return new Model(built(builder), Weights.of(weights));
    }

    private static ModelGraph built(ModelGraph.Builder builder) {
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(String.valueOf(e.getMessage()), e);
        }
    }

    /** An output whose shape the file does not say has the one that follows from the nodes. */
    private void decodeOutputs(ModelGraph.Builder builder) {
        boolean said = graph.getOutputList().stream().allMatch(ValueTypes::hasShape);
        Optional<Shapes> inferred = said ? Optional.empty() : Optional.of(ShapeInference.infer(built(builder)));
        for (ValueInfoProto output : graph.getOutputList()) {
            Optional<Shape> shape = inferred.filter(known -> !ValueTypes.hasShape(output))
                    .flatMap(known -> known.shape(output.getName()));
            GraphValue value = ValueTypes.decode(
                    shape.map(known -> ValueTypes.withShape(output, known)).orElse(output));
            builder.output(value.name(), value.type());
        }
    }

    private static void put(ModelGraph.Builder builder, StringStringEntryProto property) {
        builder.metadata(property.getKey(), property.getValue());
    }

    private static boolean isStructure(DataType type, boolean quantized) {
        return type == DataType.INT64 || (!quantized && (type == DataType.INT32 || type == DataType.BOOL));
    }

    private static Longs longs(Tensor tensor) {
        return Longs.of(tensor.longs());
    }

    /** Initializers, and {@code Constant} nodes as if they were; text becomes a {@code Constant} node. */
    private void collectConstants() {
        for (TensorProto initializer : graph.getInitializerList()) {
            if (TensorDecoder.dataType(initializer) == DataType.STRING) {
                nodes.add(ConstantNodes.ofText(initializer));
            } else {
                define(initializer.getName(), tensors.decode(initializer));
            }
        }
        for (NodeProto node : NodeNames.complete(graph.getNodeList())) {
            if (ConstantNodes.isConstant(node) && node.getOutputCount() == 1) {
                ConstantNodes.tensor(node, tensors)
                        .ifPresentOrElse(tensor -> define(node.getOutput(0), tensor), () -> nodes.add(node));
            } else {
                nodes.add(node);
            }
        }
    }

    private void define(String name, Tensor tensor) {
        if (constants.put(name, tensor) != null) {
            throw new InvalidModelException("The constant (%s) is defined twice.".formatted(name));
        }
    }

    /** Old files name initializers among the inputs too. */
    private List<GraphValue> inputs() {
        Set<String> given = new HashSet<>();
        graph.getInitializerList().forEach(initializer -> given.add(initializer.getName()));
        return graph.getInputList().stream()
                .filter(input -> !given.contains(input.getName()))
                .map(ValueTypes::decode)
                .toList();
    }
}
