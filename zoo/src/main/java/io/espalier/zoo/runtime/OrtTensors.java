package io.espalier.zoo.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Tensors and their types on both sides of the border. */
final class OrtTensors {
    private OrtTensors() {}

    /** A copy in native memory, to be closed. */
    static OnnxTensor toNative(OrtEnvironment environment, Tensor tensor) throws OrtException {
        ByteBuffer bytes = tensor.bytes();
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
        direct.put(bytes).flip();
        return OnnxTensor.createTensor(environment, direct, tensor.shape().toArray(), javaType(tensor.dataType()));
    }

    /** Native memory for an output, to be closed. */
    static OnnxTensor allocate(OrtEnvironment environment, DataType type, Longs shape) throws OrtException {
        ByteBuffer direct = ByteBuffer.allocateDirect(Math.toIntExact(type.bytes(shape.product())))
                .order(ByteOrder.nativeOrder());
        return OnnxTensor.createTensor(environment, direct, shape.toArray(), javaType(type));
    }

    /** A copy in Java's memory. */
    static Tensor fromNative(String output, OnnxValue value) {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new UnsupportedFeatureException(
                    "The output (%s) is of kind %s; Espalier carries tensors only.".formatted(output, value.getType()));
        }
        TensorInfo info = tensor.getInfo();
        if (info.type == OnnxJavaType.STRING) {
            throw new UnsupportedFeatureException(
                    "The output (%s) is text, which Espalier does not read.".formatted(output));
        }
        return Tensor.of(dataType(output, info), Longs.of(info.getShape()), tensor.getByteBuffer());
    }

    static GraphValue graphValue(NodeInfo node) {
        if (!(node.getInfo() instanceof TensorInfo info)) {
            throw new UnsupportedFeatureException(
                    "The input or output (%s) is no tensor; Espalier carries tensors only.".formatted(node.getName()));
        }
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < info.getShape().length; axis++) {
            long size = info.getShape()[axis];
            String symbol = info.getDimensionNames()[axis];
            if (size >= 0) {
                dims.add(Dim.of(size));
            } else {
                dims.add(Dim.symbol(symbol.isEmpty() ? "?%s.%d".formatted(node.getName(), axis) : symbol));
            }
        }
        return new GraphValue(node.getName(), new TensorType(dataType(node.getName(), info), new Shape(dims)));
    }

    /** Both sides name element types by ONNX's words, but for two prefixes. */
    static DataType dataType(String value, TensorInfo info) {
        String name = info.onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "");
        for (DataType type : DataType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new UnsupportedFeatureException(
                "The value (%s) is of the element type %s, which Espalier does not carry.".formatted(value, name));
    }

    private static OnnxJavaType javaType(DataType type) {
        return switch (type) {
            case FLOAT -> OnnxJavaType.FLOAT;
            case DOUBLE -> OnnxJavaType.DOUBLE;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case INT64 -> OnnxJavaType.INT64;
            case INT32 -> OnnxJavaType.INT32;
            case INT16 -> OnnxJavaType.INT16;
            case INT8 -> OnnxJavaType.INT8;
            case UINT8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
            default -> throw new UnsupportedFeatureException("ONNX Runtime takes no %s from Java.".formatted(type));
        };
    }
}
