package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedOutputStream;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.TensorType;

/** Adds to the size of the messages without numbers what the numbers take, and what the lengths before them grow by. */
final class StructureSize {
    private static final int TAG = 1;

    private final ModelGraph graph;
    private long grown;

    private StructureSize(ModelGraph graph) {
        this.graph = graph;
    }

    static long of(ModelGraph graph) {
        StructureSize size = new StructureSize(graph);
        ModelProto proto = ModelEncoder.encode(graph, size::weightless);
        long body = proto.getGraph().getSerializedSize();
        return proto.getSerializedSize() + size.grown + lengthBytes(body + size.grown) - lengthBytes(body);
    }

    private TensorProto weightless(String name) {
        TensorType type = graph.weights().get(name);
        if (type == null) {
            throw new IllegalArgumentException("There is no weight (%s).".formatted(name));
        }
        TensorProto header = TensorEncoder.header(
                        name, type.dataType(), Longs.of(type.shape().toArray()))
                .build();
        long content = type.dataType().bytes(type.shape().elements());
        long field = TAG + lengthBytes(content) + content;
        long before = header.getSerializedSize();
        grown += field + lengthBytes(before + field) - lengthBytes(before);
        return header;
    }

    private static int lengthBytes(long length) {
        return CodedOutputStream.computeUInt64SizeNoTag(length);
    }
}
