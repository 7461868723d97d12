package io.espalier.zoo.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.testing.RandomNetworks;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeInferenceTest {
    private final NetworkBuilder net = new NetworkBuilder(1, 17);

    private String shapeOf(String value) {
        return ShapeInference.infer(net.graph().build())
                .shape(value)
                .map(Shape::toString)
                .orElse("unknown");
    }

    private String floats(String name, long... sizes) {
        return net.input(name, DataType.FLOAT, Shape.of(sizes));
    }

    private static Operator.Pool pool(int kernel, int stride, int pad, boolean ceil, Operator.AutoPad autoPad) {
        return new Operator.Pool(
                Operator.Pool.Kind.MAX,
                false,
                Longs.repeat(kernel, 2),
                Longs.repeat(stride, 2),
                Longs.repeat(pad, 4),
                Longs.of(),
                ceil,
                false,
                autoPad);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void residualNetworksEndInTheirLogits(long seed) {
        ModelGraph graph = RandomNetworks.residual(seed).graph();

        Shapes shapes = ShapeInference.infer(graph);

        assertThat(shapes.known(graph.outputs().get(0).name())).hasToString("[N×10]");
        assertThat(graph.nodes())
                .allSatisfy(node -> assertThat(shapes.shape(node.output())).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "32, 3, 1, 1, false, NOTSET, 32",
        "32, 3, 2, 1, false, NOTSET, 16",
        "12, 3, 2, 0, false, NOTSET, 5",
        "12, 3, 2, 0, true, NOTSET, 6",
        "7, 3, 2, 0, true, NOTSET, 3",
        "3, 2, 2, 1, true, NOTSET, 2",
        "7, 2, 2, 0, false, SAME_UPPER, 4",
        "7, 2, 2, 0, false, VALID, 3"
    })
    void poolsRoundAsOnnxSays(
            int size, int kernel, int stride, int pad, boolean ceil, Operator.AutoPad autoPad, int expected) {
        String pooled = net.node(pool(kernel, stride, pad, ceil, autoPad), floats("x", 1, 2, size, size));

        assertThat(shapeOf(pooled)).isEqualTo("[1×2×%d×%d]".formatted(expected, expected));
    }

    @Test
    void aTransposedConvolutionStretches() {
        Operator operator = new Operator.Convolution(
                true, Longs.of(2, 2), Longs.of(2, 2), Longs.of(), Longs.of(), 1, Operator.AutoPad.NOTSET, Longs.of());
        String weight = net.weight("w", 0, 1, 8, 4, 2, 2);

        assertThat(shapeOf(net.node(operator, floats("x", 1, 8, 6, 6), weight))).isEqualTo("[1×4×12×12]");
    }

    @Test
    void aConvolutionKeepsAFreeSizeThatItDoesNotChange() {
        Shape free = new Shape(List.of(Dim.symbol("N"), Dim.of(3), Dim.symbol("H"), Dim.symbol("W")));
        String x = net.input("x", DataType.FLOAT, free);
        String same = net.convolution("same", x, 3, 4, 3, 1, 1);
        String left = net.convolution("left", same, 4, 4, 3, 2, 1);
        String right = net.convolution("right", same, 4, 4, 3, 2, 1);

        assertThat(shapeOf(same)).isEqualTo("[N×4×H×W]");
        assertThat(shapeOf(net.add(left, right))).isEqualTo(shapeOf(left));
    }

    @Test
    void channelsThatDoNotFitAreNamed() {
        net.convolution("stem", floats("x", 1, 4, 8, 8), 3, 16, 3, 1, 1);

        assertThatThrownBy(() -> ShapeInference.infer(net.graph().build()))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage(
                        "The node (stem) cannot run: its input (x) of shape [1×4×8×8] and its input (stem.weight) of"
                                + " shape [16×3×3×3] differ in channels (groups 1).\n"
                                + "Maybe the file was changed after its export; export the model again with a fixed opset.");
    }

    @Test
    void aDeclaredOutputThatContradictsIsRefused() {
        String relu = net.relu(floats("x", 1, 4));
        net.graph().output(relu, TensorType.floats(Shape.of(1, 5)));

        assertThatThrownBy(() -> ShapeInference.infer(net.graph().build()))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("The output (node0_out) of node (node0) is FLOAT[1×4], but the graph (test-1) declares"
                        + " FLOAT[1×5].\nMaybe export the model again with a fixed opset.");
    }

    @Test
    void behindAnOpaqueOperatorOnlyADeclaredOutputIsKnown() {
        Operator opaque = new Operator.Opaque("", "Unique", Map.of(), List.of());
        String hidden = net.node(opaque, floats("x", 1, 4));
        String shown = net.node(opaque, hidden);
        net.graph().output(shown, TensorType.floats(Shape.of(1, 7)));

        assertThat(shapeOf(hidden)).isEqualTo("unknown");
        assertThat(shapeOf(net.relu(shown))).isEqualTo("[1×7]");
    }

    @Test
    void theShuffleKeepsAFreeBatch() {
        String x = net.input(8, 4, 4);
        String sizes = net.node(new Operator.ShapeOf(0, Long.MAX_VALUE), x);
        Operator unsqueeze = Operator.Reshape.of(Operator.Reshape.Kind.UNSQUEEZE);
        String batch = net.node(unsqueeze, net.node(new Operator.Gather(0), sizes, net.scalar(0)), net.integers(0));
        String channels = net.node(new Operator.Gather(0), sizes, net.scalar(1));
        String half = net.node(new Elementwise(Elementwise.Kind.DIV), channels, net.scalar(2));
        String perGroup = net.node(unsqueeze, half, net.integers(0));
        String apart = net.node(new Operator.Concat(0), batch, net.integers(2), perGroup, net.integers(4, 4));
        String together = net.node(new Operator.Concat(0), batch, net.integers(-1, 4, 4));
        Operator reshape = Operator.Reshape.of(Operator.Reshape.Kind.RESHAPE);
        String grouped = net.node(reshape, x, apart);
        String shuffled =
                net.node(reshape, net.node(new Operator.Transpose(Longs.of(0, 2, 1, 3, 4)), grouped), together);

        assertThat(shapeOf(grouped)).isEqualTo("[N×2×4×4×4]");
        assertThat(shapeOf(shuffled)).isEqualTo("[N×8×4×4]");
    }

    @Test
    void aFreeBatchDividesOut() {
        String x = net.input(6, 2);
        Operator reshape = Operator.Reshape.of(Operator.Reshape.Kind.RESHAPE);

        String merged = net.node(reshape, x, net.integers(-1, 3));
        assertThat(shapeOf(merged)).isEqualTo("[4*N×3]");
        assertThat(shapeOf(net.node(reshape, merged, net.integers(-1, 12)))).isEqualTo("[N×12]");
        assertThat(shapeOf(net.node(reshape, x, net.integers(0, -1)))).isEqualTo("[N×12]");
    }

    @Test
    void aReshapeThatLosesElementsIsRefused() {
        net.node(Operator.Reshape.of(Operator.Reshape.Kind.RESHAPE), floats("x", 2, 6), net.integers(5, -1));

        assertThatThrownBy(() -> ShapeInference.infer(net.graph().build()))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("its input (x) of shape [2×6] cannot be reshaped to [5, -1]");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 9223372036854775807, 1, 10",
        "-3, 100, 1, 3",
        "0, -1, 2, 5",
        "-1, -9223372036854775807, -1, 10",
        "8, 2, -4, 2",
        "5, 2, 1, 0"
    })
    void slicesClampTheirBounds(long start, long end, long step, long expected) {
        String sliced = net.node(
                new Operator.Slice(),
                floats("x", 10),
                net.integers(start),
                net.integers(end),
                net.integers(0),
                net.integers(step));

        assertThat(shapeOf(sliced)).isEqualTo("[%d]".formatted(expected));
    }

    @Test
    void integersGoThroughANegativeStep() {
        String reversed = net.node(
                new Operator.Slice(),
                net.integers(1, 2, 3, 4),
                net.integers(-1),
                net.integers(Long.MIN_VALUE + 1),
                net.integers(0),
                net.integers(-1));

        assertThat(ShapeInference.infer(net.graph().build()).integers(reversed)).contains(Longs.of(4, 3, 2, 1));
    }

    @Test
    void splitTakesSizesFromEveryOpset() {
        String x = floats("x", 1, 7);
        net.graph().node(new Node("a", new Operator.Split(1, Longs.of(3, 4), 0), List.of(x), List.of("a0", "a1")));
        net.graph()
                .node(new Node(
                        "b",
                        new Operator.Split(1, Longs.of(), 0),
                        List.of(x, net.integers(2, 5)),
                        List.of("b0", "b1")));
        net.graph().node(new Node("c", new Operator.Split(-1, Longs.of(), 3), List.of(x), List.of("c0", "c1", "c2")));

        assertThat(List.of(shapeOf("a1"), shapeOf("b1"), shapeOf("c0"), shapeOf("c2")))
                .containsExactly("[1×4]", "[1×5]", "[1×3]", "[1×1]");
    }

    @Test
    void padTakesAxes() {
        String padded =
                net.node(new Operator.Pad("constant"), floats("x", 1, 4, 8), net.integers(2, 3), "", net.integers(1));

        assertThat(shapeOf(padded)).isEqualTo("[1×9×8]");
    }

    @Test
    void theExpandOfAClassTokenKeepsAFreeBatch() {
        String x = net.input(3, 4);
        String token = net.weight("token", 0, 1, 1, 1, 4);
        String sizes = net.node(new Operator.ShapeOf(0, Long.MAX_VALUE), x);
        String batch = net.node(
                Operator.Reshape.of(Operator.Reshape.Kind.UNSQUEEZE),
                net.node(new Operator.Gather(0), sizes, net.scalar(0)),
                net.integers(0));
        String target = net.node(new Operator.Concat(0), batch, net.integers(-1, -1));
        String ones = net.node(new Operator.Fill(DataType.INT64, 1), net.integers(3));
        String minus = net.node(new Elementwise(Elementwise.Kind.MUL), ones, net.scalar(-1));
        String kept = net.node(new Elementwise(Elementwise.Kind.EQUAL), target, minus);
        String shape = net.node(new Elementwise(Elementwise.Kind.WHERE), kept, ones, target);
        String tokens = net.node(Operator.Reshape.of(Operator.Reshape.Kind.EXPAND), token, shape);

        assertThat(shapeOf(tokens)).isEqualTo("[N×1×4]");
        assertThat(shapeOf(net.node(new Operator.Concat(1), tokens, x))).isEqualTo("[N×4×4]");
    }

    @Test
    void matrixProductsBroadcastTheirLeadingAxes() {
        String left =
                net.input("x", DataType.FLOAT, new Shape(List.of(Dim.symbol("N"), Dim.of(1), Dim.of(5), Dim.of(6))));
        String right = floats("y", 3, 6, 2);

        assertThat(shapeOf(net.node(new Operator.MatMul(), left, right))).isEqualTo("[N×3×5×2]");
    }

    @Test
    void reduceTakesAxesAsAttributeOrInput() {
        String x = net.input(4, 5, 6);
        Operator.Reduce.Kind mean = Operator.Reduce.Kind.MEAN;

        assertThat(shapeOf(net.node(new Operator.Reduce(mean, Longs.of(-1, -2), false, false), x)))
                .isEqualTo("[N×4]");
        assertThat(shapeOf(net.node(new Operator.Reduce(mean, Longs.of(), true, false), x, net.integers(2, 3))))
                .isEqualTo("[N×4×1×1]");
    }

    @Test
    void depthToSpaceAndBack() {
        String x = net.input(12, 4, 6);
        String wide = net.node(new Operator.DepthToSpace(2, "DCR", false), x);

        assertThat(shapeOf(wide)).isEqualTo("[N×3×8×12]");
        assertThat(shapeOf(net.node(new Operator.DepthToSpace(2, "", true), wide)))
                .isEqualTo("[N×12×4×6]");
    }

    @Test
    void resizeTakesSizes() {
        String x = net.input(3, 4, 4);
        String sizes = net.node(new Operator.Concat(0), net.node(new Operator.ShapeOf(0, 2), x), net.integers(8, 8));

        assertThat(shapeOf(net.node(new Operator.Resize(Map.of()), x, "", "", sizes)))
                .isEqualTo("[N×3×8×8]");
    }
}
