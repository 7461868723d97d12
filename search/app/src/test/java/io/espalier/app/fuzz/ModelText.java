package io.espalier.app.fuzz;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;

/** Writes a small ONNX file line by line, in words such as {@code node("Conv", "x w", "h", "pads=1,1,1,1 group=2")}. */
final class ModelText {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final GraphProto.Builder graph;
    private int next;

    ModelText(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    /** @param type element type code. @param shape sizes and symbols, separated by blanks */
    ModelText input(String name, int type, String shape) {
        graph.addInput(value(name, type, shape));
        return this;
    }

    ModelText input(String name, String shape) {
        return input(name, FLOAT, shape);
    }

    ModelText output(String name, int type, String shape) {
        graph.addOutput(value(name, type, shape));
        return this;
    }

    ModelText output(String name, String shape) {
        return output(name, FLOAT, shape);
    }

    /** Floats that are all alike. */
    ModelText weight(String name, long... shape) {
        return numbers(name, FLOAT, Float.BYTES, shape);
    }

    /** @param type element type code. @param width bytes an element */
    ModelText numbers(String name, int type, int width, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
        int elements = 1;
        for (long size : shape) {
            tensor.addDims(size);
            elements = Math.toIntExact(elements * size);
        }
        byte[] bytes = new byte[elements * width];
        Arrays.fill(bytes, (byte) 0x3c);
        graph.addInitializer(tensor.setRawData(ByteString.copyFrom(bytes)));
        return this;
    }

    ModelText integers(String name, Long... values) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(INT64)
                .addDims(values.length)
                .addAllInt64Data(List.of(values)));
        return this;
    }

    ModelText scalar(String name, long value) {
        graph.addInitializer(
                TensorProto.newBuilder().setName(name).setDataType(INT64).addInt64Data(value));
        return this;
    }

    ModelText node(String type, String inputs, String outputs) {
        return node(type, inputs, outputs, "");
    }

    /** @param attributes such as {@code axis=1 kernel_shape=3,3 alpha=0.5 mode=CRD}; a comma at the end: a list of one */
    ModelText node(String type, String inputs, String outputs, String attributes) {
        NodeProto.Builder node = start(type, inputs, outputs);
        for (String attribute : words(attributes)) {
            String[] parts = attribute.split("=", 2);
            node.addAttribute(attribute(parts[0], parts[1]));
        }
        graph.addNode(node);
        return this;
    }

    /** A node with a body or two. */
    ModelText node(String type, String inputs, String outputs, GraphProto first, GraphProto second) {
        graph.addNode(start(type, inputs, outputs)
                .addAttribute(body("then_branch", first))
                .addAttribute(body("else_branch", second)));
        return this;
    }

    private NodeProto.Builder start(String type, String inputs, String outputs) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .setName(type + next++)
                .addAllInput(words(inputs))
                .addAllOutput(words(outputs));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private static AttributeProto.Builder body(String name, GraphProto body) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.GRAPH)
                .setG(body);
    }

    private static AttributeProto attribute(String name, String value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        if (value.contains(",")) {
            attribute.setType(AttributeType.INTS);
            Arrays.stream(value.split(",")).map(Long::valueOf).forEach(attribute::addInts);
        } else if (value.matches("-?\\d+")) {
            attribute.setType(AttributeType.INT).setI(Long.parseLong(value));
        } else if (value.matches("-?\\d+\\.\\d+")) {
            attribute.setType(AttributeType.FLOAT).setF(Float.parseFloat(value));
        } else {
            attribute.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(value));
        }
        return attribute.build();
    }

    private static ValueInfoProto value(String name, int type, String shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
        for (String size : words(shape)) {
            if (size.matches("\\d+")) {
                dims.addDimBuilder().setDimValue(Long.parseLong(size));
            } else {
                dims.addDimBuilder().setDimParam(size);
            }
        }
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(type).setShape(dims);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    GraphProto graph() {
        return graph.build();
    }

    ModelProto file(int opset) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .setGraph(graph)
                .build();
    }
}
