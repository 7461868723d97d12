package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A tensor as ONNX writes it, in raw little-endian bytes; they are shared, not copied. */
final class TensorEncoder {
    private TensorEncoder() {}

    static TensorProto encode(String name, Tensor tensor) {
        return header(name, tensor)
                .setRawData(UnsafeByteOperations.unsafeWrap(tensor.bytes()))
                .build();
    }

    /** Name, type and shape without the numbers. */
    static TensorProto.Builder header(String name, Tensor tensor) {
        return header(name, tensor.dataType(), tensor.shape());
    }

    static TensorProto.Builder header(String name, DataType type, Longs shape) {
        TensorProto.Builder proto = TensorProto.newBuilder().setName(name).setDataType(type.onnxCode());
        shape.stream().forEach(proto::addDims);
        return proto;
    }

    static TensorProto encode(String name, IntegerConstant constant) {
        Longs values = constant.values();
        return switch (constant.dataType()) {
            case INT64 -> encode(name, Tensor.ofLongs(constant.shape(), values.toArray()));
            case INT32 ->
                encode(
                        name,
                        Tensor.ofInts(
                                constant.shape(),
                                values.stream().mapToInt(Math::toIntExact).toArray()));
            case BOOL -> encode(name, Tensor.of(DataType.BOOL, constant.shape(), truths(values)));
            default ->
                throw new IllegalArgumentException(
                        "The integer constant (%s) is of type %s, but must be INT64, INT32 or BOOL."
                                .formatted(name, constant.dataType()));
        };
    }

    private static ByteBuffer truths(Longs values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.size()).order(ByteOrder.LITTLE_ENDIAN);
        values.stream().forEach(value -> bytes.put((byte) (value == 0 ? 0 : 1)));
        return bytes.flip();
    }
}
