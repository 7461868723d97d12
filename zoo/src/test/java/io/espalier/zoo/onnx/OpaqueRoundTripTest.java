package io.espalier.zoo.onnx;

import static io.espalier.zoo.onnx.Protos.attribute;
import static io.espalier.zoo.onnx.Protos.floats;
import static io.espalier.zoo.onnx.Protos.node;
import static io.espalier.zoo.onnx.Protos.real;
import static io.espalier.zoo.onnx.Protos.text;
import static io.espalier.zoo.onnx.Protos.value;
import static io.espalier.zoo.onnx.Protos.whole;
import static io.espalier.zoo.onnx.Protos.wholes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.weights.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpaqueRoundTripTest {

    static List<NodeProto> uncovered() {
        return List.of(
                node("CumSum", "x x", "y"),
                node("Conv", "x x", "y", whole("surprise", 1)),
                node("ConvTranspose", "x x", "y", wholes("output_shape", 8L, 8L)),
                node("Clip", "x x", "y"),
                node("Cast", "x", "y", whole("saturate", 0), whole("to", 1)),
                node("MaxPool", "x", "y", wholes("kernel_shape", 2L, 2L), whole("storage_order", 1)),
                node("MaxPool", "x", "pooled", wholes("kernel_shape", 2L, 2L)).toBuilder()
                        .addOutput("y")
                        .build(),
                node("BatchNormalization", "x x x x x", "y", whole("training_mode", 1)),
                node("DequantizeLinear", "x x", "y", whole("block_size", 16)),
                node("Relu", "x", "y").toBuilder().setDomain("com.example").build(),
                node("QuantizeLinear", "x x", "y").toBuilder()
                        .setDomain("com.microsoft")
                        .build());
    }

    @ParameterizedTest
    @MethodSource("uncovered")
    void whatNoOperatorCoversStaysAsItIs(NodeProto node) {
        Model model = Protos.read(21, Protos.graph(node));

        assertThat(model.graph().nodes().get(0).operator()).isInstanceOf(Operator.Opaque.class);
        assertThat(writtenNode(model))
                .isEqualTo(node.toBuilder().setName(node.getOpType() + "_0").build());
    }

    @Test
    void attributesAtTheirDefaultsDoNotCount() {
        Model model = Protos.read(
                21,
                Protos.graph(
                        node("QuantizeLinear", "x x", "q", whole("saturate", 1), whole("block_size", 0)),
                        node("DequantizeLinear", "q x", "d"),
                        node("Cast", "d", "y", whole("to", 1), whole("saturate", 1))));

        assertThat(model.graph().nodes())
                .extracting(each -> (Object) each.operator())
                .containsExactly(
                        new Operator.Quantize(1), new Operator.Dequantize(1), new Operator.Cast(DataType.FLOAT));
    }

    @Test
    void attributesOfAllKindsAreCarried() {
        ByteString noText = ByteString.copyFrom(new byte[] {(byte) 0xff, 0, 1});
        NodeProto node = node(
                "Mystery",
                "x",
                "y",
                attribute("bytes", AttributeType.STRING).setS(noText).build(),
                attribute("floats", AttributeType.FLOATS)
                        .addFloats(1.5f)
                        .addFloats(-2)
                        .build(),
                attribute("lines", AttributeType.STRINGS)
                        .addStrings(ByteString.copyFromUtf8("a"))
                        .build(),
                attribute("none", AttributeType.INTS).build(),
                real("real", Float.MIN_VALUE),
                Protos.tensor("tensor", floats("inner", 1, 2)),
                text("text", "größer"),
                whole("whole", Long.MIN_VALUE),
                wholes("wholes", 3L, -4L));

        Model model = Protos.read(17, Protos.graph(node));

        assertThat(writtenNode(model))
                .isEqualTo(node.toBuilder().setName("Mystery_0").build());
        assertThat(((Operator.Opaque) model.graph().nodes().get(0).operator()).attributes())
                .containsEntry("text", new Attribute.Text("größer"))
                .containsEntry("wholes", new Attribute.Wholes(Longs.of(3, -4)))
                .containsEntry("none", new Attribute.Wholes(Longs.of()));
    }

    @Test
    void subGraphsAreCarriedAndWhatTheyReadFromOutsideIsKnown() {
        GraphProto then = GraphProto.newBuilder()
                .setName("then")
                .addNode(node("Add", "hidden own", "t"))
                .addInitializer(floats("own", 1))
                .addOutput(value("t"))
                .build();
        GraphProto inner = GraphProto.newBuilder()
                .setName("inner")
                .addNode(node("Mul", "local scale", "i"))
                .addOutput(value("i"))
                .build();
        GraphProto otherwise = GraphProto.newBuilder()
                .setName("else")
                .addNode(node("Neg", "x", "local"))
                .addNode(
                        node("If", "flag", "e", Protos.graph("then_branch", inner), Protos.graph("else_branch", inner)))
                .addOutput(value("e"))
                .build();
        NodeProto branch =
                node("If", "flag", "y", Protos.graph("else_branch", otherwise), Protos.graph("then_branch", then));
        GraphProto.Builder graph = Protos.graph(branch, node("Relu", "x", "hidden"), node("Mystery", "hidden", "flag"))
                .addInitializer(floats("scale", 2));

        Model model = Protos.read(17, graph);

        assertThat(model.graph().nodes())
                .extracting(each -> each.name())
                .containsExactly("Relu_1", "Mystery_2", "If_0");
        Operator.Opaque opaque = (Operator.Opaque) model.graph().nodes().get(2).operator();
        assertThat(opaque.captured()).containsExactly("x", "scale", "hidden");
        assertThat(opaque.attributes().values()).allMatch(Attribute.Serialized.class::isInstance);
        assertThat(written(model).getGraph().getNode(2))
                .isEqualTo(branch.toBuilder().setName("If_0").build());
        Models.assertEqual(OnnxReader.parse(OnnxWriter.bytes(model)), model);
    }

    @Test
    void textStaysAConstantNode() {
        GraphProto.Builder graph = Protos.graph(
                        node("Identity", "x", "y"),
                        NodeProto.newBuilder()
                                .setOpType("Constant")
                                .addOutput("label")
                                .addAttribute(text("value_string", "cat"))
                                .build())
                .addInitializer(
                        Protos.tensor("words", DataType.STRING, 1).addStringData(ByteString.copyFromUtf8("dog")));

        Model model = Protos.read(17, graph);

        assertThat(model.graph().nodes())
                .extracting(each -> each.outputs())
                .containsExactly(List.of("words"), List.of("y"), List.of("label"));
        assertThat(model.weights().tensors()).isEmpty();
        Models.assertEqual(OnnxReader.parse(OnnxWriter.bytes(model)), model);
    }

    @Test
    void operatorSetsOfOtherDomainsAreKept() {
        NodeProto node = node("FusedConv", "x x", "y").toBuilder()
                .setDomain("com.microsoft")
                .build();
        ModelProto file = Protos.file(17, Protos.graph(node))
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain("com.microsoft")
                        .setVersion(1))
                .build();

        Model model = OnnxReader.parse(file.toByteArray());

        assertThat(model.graph().opsets()).isEqualTo(Map.of("", 17, "com.microsoft", 1));
        assertThat(written(model).getOpsetImportList()).isEqualTo(file.getOpsetImportList());
    }

    private static NodeProto writtenNode(Model model) {
        return written(model).getGraph().getNode(0);
    }

    private static ModelProto written(Model model) {
        try {
            return ModelProto.parseFrom(OnnxWriter.bytes(model));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
