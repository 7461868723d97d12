package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.AutoPad;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the type and attributes of one node in the form of the graph's operator set. Attributes at ONNX's defaults are
 * mostly left out; their order is fixed. What an operator set gives as an input is {@link AxesForm}'s business.
 */
final class OperatorEncoder implements Operator.Visitor<NodeProto.Builder> {
    private final NodeProto.Builder node = NodeProto.newBuilder();
    private final int opset;
    private final Longs weight;

    /**
     * @param opset of ONNX's own operators
     * @param weight shape of the node's second input; empty when it is no weight
     */
    OperatorEncoder(int opset, Longs weight) {
        this.opset = opset;
        this.weight = weight;
    }

    @Override
    public NodeProto.Builder convolution(Operator.Convolution operator) {
        type(operator.transposed() ? "ConvTranspose" : "Conv");
        autoPad(operator.autoPad());
        nonEmpty("dilations", operator.dilations());
        whole("group", operator.groups(), 1);
        Longs kernel =
                operator.kernel().isEmpty() && weight.size() > 2 ? LayerRules.spatial(weight) : operator.kernel();
        nonEmpty("kernel_shape", kernel);
        nonEmpty("output_padding", operator.outputPadding());
        nonEmpty("pads", operator.pads());
        return nonEmpty("strides", operator.strides());
    }

    @Override
    public NodeProto.Builder gemm(Operator.Gemm operator) {
        type("Gemm");
        real("alpha", operator.alpha(), 1);
        real("beta", operator.beta(), 1);
        flag("transA", operator.transposeA(), false);
        return flag("transB", operator.transposeB(), false);
    }

    @Override
    public NodeProto.Builder matMul(Operator.MatMul operator) {
        return type("MatMul");
    }

    @Override
    public NodeProto.Builder einsum(Operator.Einsum operator) {
        type("Einsum");
        return attribute("equation", new Attribute.Text(operator.equation().toString()));
    }

    @Override
    public NodeProto.Builder pool(Operator.Pool operator) {
        String kind = operator.kind() == Operator.Pool.Kind.MAX ? "MaxPool" : "AveragePool";
        if (operator.global()) {
            return type("Global" + kind);
        }
        type(kind);
        autoPad(operator.autoPad());
        flag("ceil_mode", operator.ceilMode(), false);
        flag("count_include_pad", operator.countIncludePad(), false);
        if (operator.dilations().stream().anyMatch(dilation -> dilation != 1)) {
            nonEmpty("dilations", operator.dilations());
        }
        nonEmpty("kernel_shape", operator.kernel());
        nonEmpty("pads", operator.pads());
        return nonEmpty("strides", operator.strides());
    }

    @Override
    public NodeProto.Builder activation(Operator.Activation operator) {
        type(operator.kind().onnxName());
        return asGiven(operator.parameters());
    }

    @Override
    public NodeProto.Builder elementwise(Operator.Elementwise operator) {
        return type(operator.kind().onnxName());
    }

    @Override
    public NodeProto.Builder normalization(Operator.Normalization operator) {
        type(operator.kind().onnxName());
        boolean isBias = operator.kind() == Operator.Normalization.Kind.LRN;
        attribute(isBias ? "bias" : "epsilon", new Attribute.Real(operator.epsilon()));
        return asGiven(operator.parameters());
    }

    @Override
    public NodeProto.Builder softmax(Operator.Softmax operator) {
        type(operator.log() ? "LogSoftmax" : "Softmax");
        return attribute("axis", new Attribute.Whole(operator.axis()));
    }

    @Override
    public NodeProto.Builder reshape(Operator.Reshape operator) {
        type(operator.kind().onnxName());
        if (operator.kind() == Operator.Reshape.Kind.FLATTEN) {
            attribute("axis", new Attribute.Whole(operator.axis()));
        }
        flag("allowzero", operator.allowZero(), false);
        return nonEmpty("axes", operator.axes());
    }

    @Override
    public NodeProto.Builder transpose(Operator.Transpose operator) {
        type("Transpose");
        return nonEmpty("perm", operator.permutation());
    }

    @Override
    public NodeProto.Builder slice(Operator.Slice operator) {
        return type("Slice");
    }

    @Override
    public NodeProto.Builder concat(Operator.Concat operator) {
        type("Concat");
        return attribute("axis", new Attribute.Whole(operator.axis()));
    }

    @Override
    public NodeProto.Builder split(Operator.Split operator) {
        type("Split");
        whole("axis", operator.axis(), 0);
        if (opset >= 18) {
            whole("num_outputs", operator.numOutputs(), 0);
        }
        return nonEmpty("split", operator.sizes());
    }

    @Override
    public NodeProto.Builder pad(Operator.Pad operator) {
        type("Pad");
        return text("mode", operator.mode(), "constant");
    }

    @Override
    public NodeProto.Builder reduce(Operator.Reduce operator) {
        type(operator.kind().onnxName());
        nonEmpty("axes", operator.axes());
        flag("keepdims", operator.keepDims(), true);
        return flag("noop_with_empty_axes", operator.noopWithEmptyAxes(), false);
    }

    @Override
    public NodeProto.Builder resize(Operator.Resize operator) {
        type("Resize");
        return asGiven(operator.parameters());
    }

    @Override
    public NodeProto.Builder gather(Operator.Gather operator) {
        type("Gather");
        return whole("axis", operator.axis(), 0);
    }

    @Override
    public NodeProto.Builder depthToSpace(Operator.DepthToSpace operator) {
        type(operator.inverse() ? "SpaceToDepth" : "DepthToSpace");
        whole("blocksize", operator.block(), 0);
        return operator.inverse() ? node : text("mode", operator.mode(), "DCR");
    }

    @Override
    public NodeProto.Builder shapeOf(Operator.ShapeOf operator) {
        type("Shape");
        whole("start", operator.start(), 0);
        return whole("end", operator.end(), Long.MAX_VALUE);
    }

    @Override
    public NodeProto.Builder range(Operator.Range operator) {
        return type("Range");
    }

    @Override
    public NodeProto.Builder fill(Operator.Fill operator) {
        type("ConstantOfShape");
        AttributeProto.Builder value = AttributeProto.newBuilder().setName("value");
        value.setType(AttributeType.TENSOR).setT(TensorEncoder.encode("", scalar(operator)));
        return node.addAttribute(value);
    }

    private static Tensor scalar(Operator.Fill operator) {
        DataType type = operator.dataType();
        double value = operator.value();
        ByteBuffer bytes = ByteBuffer.allocate((int) type.bytes(1)).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case FLOAT -> bytes.putFloat((float) value);
            case DOUBLE -> bytes.putDouble(value);
            case INT64 -> bytes.putLong((long) value);
            case INT32 -> bytes.putInt((int) value);
            case INT8, UINT8, BOOL -> bytes.put((byte) (int) value);
            default -> throw new IllegalArgumentException("A tensor cannot be filled with %s.".formatted(type));
        }
        return Tensor.of(type, Longs.of(1), bytes.flip());
    }

    @Override
    public NodeProto.Builder cast(Operator.Cast operator) {
        type("Cast");
        return attribute("to", new Attribute.Whole(operator.to().onnxCode()));
    }

    @Override
    public NodeProto.Builder quantize(Operator.Quantize operator) {
        type("QuantizeLinear");
        return whole("axis", operator.axis(), 1);
    }

    @Override
    public NodeProto.Builder dequantize(Operator.Dequantize operator) {
        type("DequantizeLinear");
        return whole("axis", operator.axis(), 1);
    }

    @Override
    public NodeProto.Builder opaque(Operator.Opaque operator) {
        type(operator.type());
        if (!operator.domain().isEmpty()) {
            node.setDomain(operator.domain());
        }
        return asGiven(operator.attributes());
    }

    private NodeProto.Builder type(String type) {
        return node.setOpType(type);
    }

    private NodeProto.Builder attribute(String name, Attribute value) {
        return node.addAttribute(AttributeCodec.encode(name, value));
    }

    private NodeProto.Builder asGiven(Map<String, Attribute> attributes) {
        new TreeMap<>(attributes).forEach(this::attribute);
        return node;
    }

    private NodeProto.Builder whole(String name, long value, long assumed) {
        return value == assumed ? node : attribute(name, new Attribute.Whole(value));
    }

    private NodeProto.Builder flag(String name, boolean value, boolean assumed) {
        return value == assumed ? node : attribute(name, new Attribute.Whole(value ? 1 : 0));
    }

    private NodeProto.Builder real(String name, float value, float assumed) {
        return value == assumed ? node : attribute(name, new Attribute.Real(value));
    }

    private NodeProto.Builder text(String name, String value, String assumed) {
        if (value.equals(assumed)) {
            return node;
        }
        AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
        return node.addAttribute(proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(value)));
    }

    private NodeProto.Builder nonEmpty(String name, Longs values) {
        return values.isEmpty() ? node : attribute(name, new Attribute.Wholes(values));
    }

    private NodeProto.Builder autoPad(AutoPad pad) {
        return text("auto_pad", pad.name(), "NOTSET");
    }
}
