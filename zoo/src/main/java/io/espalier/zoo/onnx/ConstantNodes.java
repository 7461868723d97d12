package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.Optional;

/** The tensor that a {@code Constant} node stands for. */
final class ConstantNodes {
    private ConstantNodes() {}

    static boolean isConstant(NodeProto node) {
        return node.getOpType().equals("Constant") && isOnnx(node.getDomain());
    }

    /** Whether a domain is ONNX's own, which has two names. */
    static boolean isOnnx(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    /** Empty for text and sparse constants, whose nodes stay as they are. */
    static Optional<Tensor> tensor(NodeProto node, TensorDecoder tensors) {
        if (node.getAttributeCount() != 1) {
            return Optional.empty();
        }
        AttributeProto value = node.getAttribute(0);
        return switch (value.getName()) {
            case "value" -> tensor(value.getT(), tensors);
            case "value_int" -> Optional.of(Tensor.ofLongs(Longs.of(), value.getI()));
            case "value_ints" -> {
                Longs values = Longs.of(value.getIntsList());
                yield Optional.of(Tensor.ofLongs(Longs.of(values.size()), values.toArray()));
            }
            case "value_float" -> Optional.of(Tensor.ofFloats(Longs.of(), value.getF()));
            case "value_floats" -> {
                float[] values = new float[value.getFloatsCount()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = value.getFloats(i);
                }
                yield Optional.of(Tensor.ofFloats(Longs.of(values.length), values));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Tensor> tensor(TensorProto proto, TensorDecoder tensors) {
        return TensorDecoder.dataType(proto) == DataType.STRING ? Optional.empty() : Optional.of(tensors.decode(proto));
    }

    /** The {@code Constant} node that stands for a tensor of text, which has no bytes that we could carry. */
    static NodeProto ofText(TensorProto tensor) {
        AttributeProto value = AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(tensor)
                .build();
        return NodeProto.newBuilder()
                .setOpType("Constant")
                .setName("Constant_" + tensor.getName())
                .addOutput(tensor.getName())
                .addAttribute(value)
                .build();
    }
}
