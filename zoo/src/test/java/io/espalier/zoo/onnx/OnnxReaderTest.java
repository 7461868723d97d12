package io.espalier.zoo.onnx;

import static io.espalier.zoo.onnx.Protos.attribute;
import static io.espalier.zoo.onnx.Protos.floats;
import static io.espalier.zoo.onnx.Protos.longs;
import static io.espalier.zoo.onnx.Protos.node;
import static io.espalier.zoo.onnx.Protos.value;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxReaderTest {

    @Test
    void integersAreStructureAndEverythingElseIsAWeight() {
        GraphProto.Builder graph = Protos.graph(node("Relu", "x", "y"))
                .addInitializer(longs("axes", 1, -1))
                .addInitializer(Protos.tensor("small", DataType.INT32, 2)
                        .addInt32Data(3)
                        .addInt32Data(-4))
                .addInitializer(Protos.tensor("flag", DataType.BOOL).addInt32Data(1))
                .addInitializer(
                        Protos.tensor("bytes", DataType.INT8, 2).addInt32Data(5).addInt32Data(-6))
                .addInitializer(floats("w", 0.5f));

        Model model = Protos.read(17, graph);

        assertThat(model.graph().constants())
                .isEqualTo(Map.of(
                        "axes", IntegerConstant.vector(1, -1),
                        "small", new IntegerConstant(DataType.INT32, Longs.of(2), Longs.of(3, -4)),
                        "flag", new IntegerConstant(DataType.BOOL, Longs.of(), Longs.of(1))));
        assertThat(model.weights().tensors())
                .isEqualTo(Map.of(
                        "bytes", Tensor.ofBytes(DataType.INT8, Longs.of(2), (byte) 5, (byte) -6),
                        "w", Tensor.ofFloats(Longs.of(1), 0.5f)));
    }

    @Test
    void theInt32BiasOfAQuantizedNodeIsAWeight() {
        GraphProto.Builder graph = Protos.graph(node("DequantizeLinear", "bias scale", "b"), node("Add", "x b", "y"))
                .addInitializer(Protos.tensor("bias", DataType.INT32, 1).addInt32Data(77))
                .addInitializer(floats("scale", 0.5f));

        Model model = Protos.read(17, graph);

        assertThat(model.graph().constants()).isEmpty();
        assertThat(model.weights().get("bias")).isEqualTo(Tensor.ofInts(Longs.of(1), 77));
    }

    @Test
    void constantNodesAreLikeInitializers() {
        GraphProto.Builder graph = Protos.graph(
                constant("tensor", Protos.tensor("value", floats("", 1, 2))),
                constant("int", Protos.whole("value_int", 4)),
                constant("ints", Protos.wholes("value_ints", 5L, 6L)),
                constant("float", Protos.real("value_float", 7)),
                constant(
                        "floats",
                        attribute("value_floats", AttributeType.FLOATS)
                                .addFloats(8)
                                .addFloats(9)
                                .build()),
                node("Relu", "x", "y"));

        Model model = Protos.read(17, graph);

        assertThat(model.graph().nodes()).extracting(Node::name).containsExactly("Relu_5");
        assertThat(model.graph().constants())
                .isEqualTo(Map.of("int", IntegerConstant.scalar(4), "ints", IntegerConstant.vector(5, 6)));
        assertThat(model.weights().tensors())
                .isEqualTo(Map.of(
                        "tensor", Tensor.ofFloats(Longs.of(2), 1, 2),
                        "float", Tensor.ofFloats(Longs.of(), 7),
                        "floats", Tensor.ofFloats(Longs.of(2), 8, 9)));
    }

    private static NodeProto constant(String output, AttributeProto attribute) {
        return NodeProto.newBuilder()
                .setOpType("Constant")
                .addOutput(output)
                .addAttribute(attribute)
                .build();
    }

    static List<Arguments> tensors() {
        return List.of(
                Arguments.of(Protos.tensor("t", DataType.FLOAT, 1).addFloatData(1), "0000803f"),
                Arguments.of(Protos.tensor("t", DataType.DOUBLE, 1).addDoubleData(1), "000000000000f03f"),
                Arguments.of(
                        Protos.tensor("t", DataType.FLOAT16, 2)
                                .addInt32Data(0x3c00)
                                .addInt32Data(0xbc00),
                        "003c00bc"),
                Arguments.of(Protos.tensor("t", DataType.BFLOAT16, 1).addInt32Data(0x3f80), "803f"),
                Arguments.of(
                        Protos.tensor("t", DataType.UINT8, 2).addInt32Data(255).addInt32Data(1), "ff01"),
                Arguments.of(Protos.tensor("t", DataType.UINT16, 1).addInt32Data(65535), "ffff"),
                Arguments.of(Protos.tensor("t", DataType.INT16, 1).addInt32Data(-2), "feff"),
                Arguments.of(Protos.tensor("t", DataType.UINT32, 1).addUint64Data(0xfffffffeL), "feffffff"),
                Arguments.of(Protos.tensor("t", DataType.UINT64, 1).addUint64Data(-1), "ffffffffffffffff"),
                Arguments.of(
                        Protos.tensor("t", DataType.COMPLEX64, 1)
                                .addFloatData(1)
                                .addFloatData(0),
                        "0000803f00000000"),
                Arguments.of(
                        Protos.tensor("t", DataType.INT4, 3).addInt32Data(0x21).addInt32Data(0x03), "2103"),
                Arguments.of(Protos.tensor("t", DataType.FLOAT8E4M3FN, 1).addInt32Data(0x38), "38"),
                Arguments.of(
                        Protos.tensor("t", DataType.FLOAT, 1).setRawData(ByteString.fromHex("0000803f")), "0000803f"));
    }

    @ParameterizedTest
    @MethodSource("tensors")
    void elementsOfAllTypesBecomeLittleEndianBytes(TensorProto.Builder tensor, String hex) {
        Model model = Protos.read(17, Protos.graph(node("Relu", "x", "y")).addInitializer(tensor));

        byte[] bytes = new byte[hex.length() / 2];
        model.weights().get("t").bytes().get(bytes);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(hex);
        Models.assertEqual(OnnxReader.parse(OnnxWriter.bytes(model)), model);
    }

    @Test
    void nodesAreNamedAndPutInOrder() {
        GraphProto.Builder graph = Protos.graph(
                node("Neg", "b", "y"),
                node("Relu", "a", "b"),
                node("Abs", "x", "a").toBuilder().setName("Relu_1").build(),
                node("Exp", "x", "c").toBuilder().setName("Relu_1").build());

        Model model = Protos.read(17, graph);

        assertThat(model.graph().nodes())
                .extracting(Node::name)
                .containsExactly("Relu_1", "Relu_1_", "Neg_0", "Relu_1_3");
    }

    /** A Dropout of training that drops nothing; were its mask read, the node would stay opaque. */
    @Test
    void aMaskThatNobodyReadsIsLeftOut() {
        NodeProto dropout = node("Dropout", "x none yes", "kept").toBuilder()
                .addOutput("mask")
                .build();
        GraphProto.Builder graph = Protos.graph(dropout, node("Relu", "kept", "y"))
                .addInitializer(Protos.tensor("none", DataType.FLOAT).addFloatData(0))
                .addInitializer(Protos.tensor("yes", DataType.BOOL).addInt32Data(1));

        Node unread = Protos.read(17, graph).graph().producer("kept").orElseThrow();
        Node read = Protos.read(17, graph.addNode(node("Not", "mask", "dropped")))
                .graph()
                .producer("kept")
                .orElseThrow();

        assertThat(unread.outputs()).containsExactly("kept");
        assertThat(unread.operator()).isEqualTo(Operator.Activation.of(Operator.Activation.Kind.DROPOUT));
        assertThat(read.outputs()).containsExactly("kept", "mask");
        assertThat(read.operator()).isInstanceOf(Operator.Opaque.class);
    }

    @Test
    void initializersAmongTheInputsAreNoInputs() {
        GraphProto.Builder graph =
                Protos.graph(node("Add", "x w", "y")).addInput(value("w")).addInitializer(floats("w", 1));

        Model model = Protos.read(17, graph);

        assertThat(model.graph().inputs()).extracting(GraphValue::name).containsExactly("x");
        assertThat(model.graph().weights()).containsOnlyKeys("w");
    }

    @Test
    void openSizesAreSymbolsAndAreWrittenAsTheyWere() {
        ValueInfoProto.Builder open = value("x").toBuilder();
        open.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().addDimBuilder();
        GraphProto.Builder graph = Protos.graph(node("Relu", "x", "y")).setInput(0, open);

        Model model = Protos.read(17, graph);

        assertThat(model.graph().inputs().get(0).type())
                .isEqualTo(TensorType.floats(new Shape(List.of(Dim.symbol("N"), Dim.of(4), Dim.symbol("?x.2")))));
        assertThat(ValueTypes.encode(model.graph().inputs().get(0))).isEqualTo(open.build());
    }

    @Test
    void anOutputWithoutAShapeHasTheOneThatFollows() {
        ValueInfoProto.Builder shapeless = value("y").toBuilder();
        shapeless.getTypeBuilder().getTensorTypeBuilder().clearShape();
        GraphProto.Builder graph = Protos.graph(node("Relu", "x", "y")).setOutput(0, shapeless);

        Model model = Protos.read(17, graph);

        assertThat(model.graph().outputs().get(0).type())
                .isEqualTo(TensorType.floats(new Shape(List.of(Dim.symbol("?y.0"), Dim.of(4)))));
        Models.assertEqual(OnnxReader.parse(OnnxWriter.bytes(model)), model);
    }

    @Test
    void propertiesOfModelAndGraphAreKept() {
        StringStringEntryProto ofGraph = StringStringEntryProto.newBuilder()
                .setKey("a")
                .setValue("graph")
                .build();
        StringStringEntryProto ofModel = StringStringEntryProto.newBuilder()
                .setKey("b")
                .setValue("model")
                .build();
        GraphProto.Builder graph = Protos.graph(node("Relu", "x", "y")).addMetadataProps(ofGraph);

        Model model = OnnxReader.parse(
                Protos.file(17, graph).addMetadataProps(ofModel).build().toByteArray());

        assertThat(model.graph().metadata()).isEqualTo(Map.of("a", "graph", "b", "model"));
        Models.assertEqual(OnnxReader.parse(OnnxWriter.bytes(model)), model);
    }
}
