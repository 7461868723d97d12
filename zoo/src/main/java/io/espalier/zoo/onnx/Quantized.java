package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which values are numbers in a quantized form, and so weights even where they are integers. */
final class Quantized {
    private static final Set<String> OPERATORS = Set.of(
            "QuantizeLinear",
            "DequantizeLinear",
            "QLinearConv",
            "QLinearMatMul",
            "ConvInteger",
            "MatMulInteger",
            "QGemm",
            "QLinearAdd",
            "QLinearMul");

    private Quantized() {}

    /** Names of all inputs of quantization operators. */
    static Set<String> integers(List<NodeProto> nodes) {
        Set<String> read = new HashSet<>();
        for (NodeProto node : nodes) {
            if (OPERATORS.contains(node.getOpType())) {
                read.addAll(node.getInputList());
            }
        }
        return read;
    }
}
