package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import java.util.List;

/** Messages of ONNX files, written by hand. */
final class Protos {
    private Protos() {}

    /** A graph from {@code x} to {@code y}, both {@code [N, 4]} floats. */
    static GraphProto.Builder graph(NodeProto... nodes) {
        return GraphProto.newBuilder()
                .setName("test")
                .addInput(value("x"))
                .addOutput(value("y"))
                .addAllNode(List.of(nodes));
    }

    static ValueInfoProto value(String name) {
        Shape shape = new Shape(List.of(Dim.symbol("N"), Dim.of(4)));
        return ValueTypes.encode(new GraphValue(name, TensorType.floats(shape)));
    }

    static ModelProto.Builder file(int opset, GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
                .setGraph(graph);
    }

    static Model read(int opset, GraphProto.Builder graph) {
        return OnnxReader.parse(file(opset, graph).build().toByteArray());
    }

    static NodeProto node(String type, String inputs, String output, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .addAllInput(List.of(inputs.split(" ")))
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build();
    }

    static AttributeProto whole(String name, long value) {
        return attribute(name, AttributeType.INT).setI(value).build();
    }

    static AttributeProto real(String name, float value) {
        return attribute(name, AttributeType.FLOAT).setF(value).build();
    }

    static AttributeProto text(String name, String value) {
        return attribute(name, AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto wholes(String name, Long... values) {
        return attribute(name, AttributeType.INTS).addAllInts(List.of(values)).build();
    }

    static AttributeProto tensor(String name, TensorProto value) {
        return attribute(name, AttributeType.TENSOR).setT(value).build();
    }

    static AttributeProto graph(String name, GraphProto value) {
        return attribute(name, AttributeType.GRAPH).setG(value).build();
    }

    static AttributeProto.Builder attribute(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    static TensorProto.Builder tensor(String name, DataType type, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.onnxCode());
        for (long size : shape) {
            tensor.addDims(size);
        }
        return tensor;
    }

    static TensorProto floats(String name, float... values) {
        TensorProto.Builder tensor = tensor(name, DataType.FLOAT, values.length);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return tensor.build();
    }

    static TensorProto longs(String name, long... values) {
        TensorProto.Builder tensor = tensor(name, DataType.INT64, values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor.build();
    }
}
