package io.espalier.zoo.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.AutoPad;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator, written and read again, is what it was. Inputs: {@code x}, weights {@code w…}, integers {@code i}. */
class OperatorRoundTripTest {

    @ParameterizedTest(name = "opset {0}: {1}")
    @MethodSource({"layers", "arithmetic", "shapes"})
    void isReadAsItWasWritten(int opset, Operator operator, String inputs) {
        Model model = model(opset, operator, inputs);

        Models.assertEqual(OnnxReader.parse(OnnxWriter.bytes(model)), model);
    }

    static Stream<Arguments> layers() {
        Longs pads = Longs.of(1, 0, 1, 2);
        Longs ones = Longs.repeat(1, 2);
        Longs none = Longs.of();
        return Stream.of(
                Arguments.of(11, Operator.Convolution.of(3, 2, 1, 4), "x w33 w"),
                Arguments.of(
                        21,
                        new Operator.Convolution(
                                false, Longs.repeat(3, 2), ones, none, Longs.of(2, 1), 1, AutoPad.SAME_UPPER, none),
                        "x w33"),
                Arguments.of(
                        17,
                        new Operator.Convolution(
                                true, Longs.repeat(3, 2), ones, pads, ones, 2, AutoPad.NOTSET, Longs.of(1, 0)),
                        "x w33"),
                Arguments.of(
                        17, new Operator.Convolution(false, none, none, none, none, 1, AutoPad.NOTSET, none), "x x"),
                Arguments.of(11, new Operator.Gemm(true, false, 0.5f, 2), "x w w"),
                Arguments.of(17, new Operator.Gemm(false, true, 1, 1), "x w"),
                Arguments.of(17, new Operator.MatMul(), "x w"),
                Arguments.of(17, Operator.Pool.globalAverage(), "x"),
                Arguments.of(
                        17,
                        new Operator.Pool(
                                Operator.Pool.Kind.MAX, true, none, none, none, none, false, false, AutoPad.NOTSET),
                        "x"),
                Arguments.of(11, pool(Operator.Pool.Kind.MAX, Longs.of(2, 1), pads, true, false), "x"),
                Arguments.of(11, pool(Operator.Pool.Kind.AVERAGE, ones, pads, false, true), "x"),
                Arguments.of(19, pool(Operator.Pool.Kind.AVERAGE, Longs.of(2, 2), pads, false, false), "x"),
                Arguments.of(
                        17,
                        new Operator.Normalization(
                                Operator.Normalization.Kind.BATCH, 0.1f, Map.of("momentum", new Attribute.Real(0.8f))),
                        "x w w w w"),
                Arguments.of(
                        17,
                        new Operator.Normalization(
                                Operator.Normalization.Kind.LAYER, 1e-6f, Map.of("axis", new Attribute.Whole(1))),
                        "x w w"),
                Arguments.of(
                        17, new Operator.Normalization(Operator.Normalization.Kind.INSTANCE, 1e-5f, Map.of()), "x w w"),
                Arguments.of(
                        18,
                        new Operator.Normalization(
                                Operator.Normalization.Kind.GROUP, 1e-5f, Map.of("num_groups", new Attribute.Whole(2))),
                        "x w w"),
                Arguments.of(
                        17,
                        new Operator.Normalization(
                                Operator.Normalization.Kind.LRN, 2, Map.of("size", new Attribute.Whole(5))),
                        "x"),
                Arguments.of(11, new Operator.Softmax(1, false), "x"),
                Arguments.of(13, new Operator.Softmax(-1, true), "x"),
                Arguments.of(13, new Operator.Quantize(0), "x w z"),
                Arguments.of(17, new Operator.Dequantize(1), "z w z"));
    }

    private static Operator pool(
            Operator.Pool.Kind kind, Longs dilations, Longs pads, boolean ceilMode, boolean countIncludePad) {
        Longs kernel = Longs.of(3, 2);
        Longs strides = Longs.of(2, 1);
        return new Operator.Pool(
                kind, false, kernel, strides, pads, dilations, ceilMode, countIncludePad, AutoPad.NOTSET);
    }

    static Stream<Arguments> arithmetic() {
        List<Arguments> cases = new ArrayList<>();
        for (Operator.Activation.Kind kind : Operator.Activation.Kind.values()) {
            cases.add(Arguments.of(20, Operator.Activation.of(kind), "x"));
        }
        cases.add(Arguments.of(13, Operator.Activation.of(Operator.Activation.Kind.CLIP), "x w w"));
        cases.add(Arguments.of(13, Operator.Activation.of(Operator.Activation.Kind.DROPOUT), "x w b"));
        cases.add(Arguments.of(
                11,
                new Operator.Activation(Operator.Activation.Kind.DROPOUT, Map.of("ratio", new Attribute.Real(0.25f))),
                "x"));
        cases.add(Arguments.of(
                20,
                new Operator.Activation(
                        Operator.Activation.Kind.GELU, Map.of("approximate", new Attribute.Text("tanh"))),
                "x"));
        cases.add(Arguments.of(
                17,
                new Operator.Activation(
                        Operator.Activation.Kind.HARD_SIGMOID,
                        Map.of("alpha", new Attribute.Real(0.2f), "beta", new Attribute.Real(0.5f))),
                "x"));
        for (Operator.Elementwise.Kind kind : Operator.Elementwise.Kind.values()) {
            cases.add(Arguments.of(
                    17, new Operator.Elementwise(kind), kind == Operator.Elementwise.Kind.WHERE ? "x w x" : "x w"));
        }
        cases.add(Arguments.of(17, new Operator.Elementwise(Operator.Elementwise.Kind.SUM), "x x w x"));
        return cases.stream();
    }

    static Stream<Arguments> shapes() {
        Longs none = Longs.of();
        List<Arguments> cases = new ArrayList<>();
        for (Operator.Reduce.Kind kind : Operator.Reduce.Kind.values()) {
            cases.add(Arguments.of(11, new Operator.Reduce(kind, Longs.of(2, 3), false, false), "x"));
            cases.add(Arguments.of(18, new Operator.Reduce(kind, none, true, true), "x i"));
        }
        for (Operator.Reshape.Kind kind : List.of(Operator.Reshape.Kind.SQUEEZE, Operator.Reshape.Kind.UNSQUEEZE)) {
            cases.add(Arguments.of(11, new Operator.Reshape(kind, 0, Longs.of(1), false), "x"));
            cases.add(Arguments.of(13, Operator.Reshape.of(kind), "x i"));
        }
        cases.addAll(List.of(
                Arguments.of(17, new Operator.Reshape(Operator.Reshape.Kind.RESHAPE, 0, none, true), "x i"),
                Arguments.of(11, Operator.Reshape.of(Operator.Reshape.Kind.RESHAPE), "x i"),
                Arguments.of(11, new Operator.Reshape(Operator.Reshape.Kind.FLATTEN, 2, none, false), "x"),
                Arguments.of(17, Operator.Reshape.of(Operator.Reshape.Kind.EXPAND), "x i"),
                Arguments.of(17, Operator.Reshape.of(Operator.Reshape.Kind.SQUEEZE), "x"),
                Arguments.of(17, new Operator.Transpose(Longs.of(1, 0)), "x"),
                Arguments.of(17, new Operator.Transpose(none), "x"),
                Arguments.of(17, new Operator.Slice(), "x i i i i"),
                Arguments.of(17, new Operator.Concat(-1), "x w x"),
                Arguments.of(11, new Operator.Split(1, Longs.of(4), 0), "x"),
                Arguments.of(13, new Operator.Split(1, none, 0), "x i"),
                Arguments.of(18, new Operator.Split(0, none, 1), "x"),
                Arguments.of(17, new Operator.Pad("reflect"), "x i"),
                Arguments.of(18, new Operator.Pad("constant"), "x i w i"),
                Arguments.of(
                        13,
                        new Operator.Resize(
                                Map.of(
                                        "mode",
                                        new Attribute.Text("linear"),
                                        "cubic_coeff_a",
                                        new Attribute.Real(-0.5f)),
                                List.of(0.5, 6.0)),
                        "x  w"),
                Arguments.of(17, new Operator.Gather(1), "x i"),
                Arguments.of(17, new Operator.DepthToSpace(2, "CRD", false), "x"),
                Arguments.of(17, new Operator.DepthToSpace(2, "", true), "x"),
                Arguments.of(11, new Operator.ShapeOf(0, Long.MAX_VALUE), "x"),
                Arguments.of(17, new Operator.ShapeOf(1, -1), "x"),
                Arguments.of(17, new Operator.Fill(DataType.INT64, -7), "i"),
                Arguments.of(17, new Operator.Fill(DataType.FLOAT, 0.5), "i"),
                Arguments.of(17, new Operator.Fill(DataType.BOOL, 1), "i"),
                Arguments.of(17, new Operator.Cast(DataType.FLOAT16), "x")));
        return cases.stream();
    }

    private static Model model(int opset, Operator operator, String inputs) {
        Tensor vector = Tensor.ofFloats(Longs.of(2), 0.5f, 6);
        Tensor filter = Tensor.ofFloats(Longs.of(1, 1, 3, 3), new float[9]);
        Tensor zero = Tensor.ofBytes(DataType.UINT8, Longs.of(2), (byte) 200, (byte) 0);
        TensorType type = TensorType.floats(new Shape(List.of(Dim.symbol("N"), Dim.of(4), Dim.symbol("H"))));
        ModelGraph graph = ModelGraph.builder("one node")
                .opset("", opset)
                .input("x", type)
                .output("y", type)
                .constant("i", IntegerConstant.vector(1))
                .constant("b", new IntegerConstant(DataType.BOOL, Longs.of(), Longs.of(0)))
                .weight("w", vector.type())
                .weight("w33", filter.type())
                .weight("z", zero.type())
                .metadata("key", "value")
                .node(Node.of("node", operator, List.of(inputs.split(" ", -1)), "y"))
                .build();
        return new Model(graph, Weights.of(Map.of("w", vector, "w33", filter, "z", zero)));
    }

    @Test
    void aFilterThatIsAWeightGivesTheKernelItsSize() {
        Operator given = Operator.Convolution.of(3, 1, 0, 1);
        Longs none = Longs.of();
        Operator bare = new Operator.Convolution(false, none, none, none, none, 1, AutoPad.NOTSET, none);

        Model read = OnnxReader.parse(OnnxWriter.bytes(model(17, bare, "x w33")));

        assertThat(read.graph().nodes().get(0).operator()).isEqualTo(given);
    }
}
