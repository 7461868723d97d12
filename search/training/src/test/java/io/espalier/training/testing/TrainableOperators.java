package io.espalier.training.testing;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.AutoPad;
import io.espalier.zoo.graph.Operator.Convolution;
import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.graph.Operator.Normalization;
import io.espalier.zoo.graph.Operator.Reduce;
import io.espalier.zoo.graph.Operator.Reshape;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Small networks around each operator that every engine trains. */
public final class TrainableOperators {
    static final int CLASSES = 5;
    private static final int CHANNELS = 6;
    private static final int SIDE = 8;

    private TrainableOperators() {}

    /** Adds operators to a value; returns the last one, whose classes are found by a mean over all axes but the channels. */
    @FunctionalInterface
    private interface Middle extends BiFunction<NetworkBuilder, String, String> {}

    /** Name and network, whose input is 3 channels of 8×8. */
    public static Stream<Arguments> all() {
        return Stream.of(
                        activations(),
                        arithmetic(),
                        convolutions(),
                        normalizations(),
                        moves(),
                        reductions(),
                        sequences())
                .flatMap(same -> same);
    }

    /** Around an image of 6 channels of 8×8, with a classifier behind. */
    private static Arguments image(String name, int channels, Middle middle) {
        NetworkBuilder net = new NetworkBuilder(name.hashCode(), 17);
        String stem = net.convolution("stem", net.input(3, SIDE, SIDE), 3, CHANNELS, 3, 1, 1);
        String last = middle.apply(net, stem);
        Model model = net.build(net.classifier(last, channels, CLASSES));
        return Arguments.of(name, model);
    }

    private static Stream<Arguments> activations() {
        return Stream.of(
                        Activation.Kind.RELU,
                        Activation.Kind.LEAKY_RELU,
                        Activation.Kind.SIGMOID,
                        Activation.Kind.HARD_SIGMOID,
                        Activation.Kind.HARD_SWISH,
                        Activation.Kind.TANH,
                        Activation.Kind.ELU,
                        Activation.Kind.SELU,
                        Activation.Kind.CELU,
                        Activation.Kind.SOFTPLUS,
                        Activation.Kind.SOFTSIGN,
                        Activation.Kind.ERF,
                        Activation.Kind.EXP,
                        Activation.Kind.ABS,
                        Activation.Kind.NEG,
                        Activation.Kind.SIN,
                        Activation.Kind.COS)
                .map(kind -> image(kind.onnxName(), CHANNELS, (net, x) -> net.node(Activation.of(kind), x)));
    }

    private static Stream<Arguments> arithmetic() {
        return Stream.of(
                image("a gate", CHANNELS, TrainableOperators::squeezeExcite),
                image(
                        "a product of two images",
                        CHANNELS,
                        (net, x) -> net.node(
                                kind(Elementwise.Kind.MUL), x, net.convolution("c", x, CHANNELS, CHANNELS, 1, 1, 1))),
                image(
                        "a difference with a mirrored order",
                        CHANNELS,
                        (net, x) -> net.node(
                                kind(Elementwise.Kind.SUB), net.convolution("c", x, CHANNELS, CHANNELS, 1, 1, 1), x)),
                image(
                        "a quotient",
                        CHANNELS,
                        (net, x) -> net.node(
                                kind(Elementwise.Kind.DIV), x, net.node(Activation.of(Activation.Kind.EXP), x))),
                image(
                        "a scale and a shift by channel",
                        CHANNELS,
                        (net, x) -> net.node(
                                kind(Elementwise.Kind.ADD),
                                net.node(kind(Elementwise.Kind.MUL), x, net.weight("s", .5, 1.5, CHANNELS, 1, 1)),
                                net.weight("t", -1, 1, 1, CHANNELS, 1, 1))),
                image(
                        "a position",
                        CHANNELS,
                        (net, x) -> net.node(
                                kind(Elementwise.Kind.ADD), x, net.weight("p", -1, 1, 1, CHANNELS, SIDE, SIDE))),
                image(
                        "a row added to all",
                        CHANNELS,
                        (net, x) -> net.node(kind(Elementwise.Kind.ADD), net.weight("p", -1, 1, SIDE), x)),
                image(
                        "the greater of two",
                        CHANNELS,
                        (net, x) -> net.node(
                                kind(Elementwise.Kind.MAX), x, net.convolution("c", x, CHANNELS, CHANNELS, 1, 1, 1))),
                image(
                        "a learned slope",
                        CHANNELS,
                        (net, x) -> net.node(kind(Elementwise.Kind.PRELU), x, net.weight("s", .1, .3, CHANNELS, 1, 1))),
                image(
                        "a constant factor",
                        CHANNELS,
                        (net, x) -> net.node(kind(Elementwise.Kind.MUL), x, net.weight("half", .5, .5))),
                image(
                        "a clip",
                        CHANNELS,
                        (net, x) -> net.node(
                                Activation.of(Activation.Kind.CLIP),
                                x,
                                net.weight("low", 0, 0),
                                net.weight("high", .6, .6))),
                image(
                        "SiLU",
                        CHANNELS,
                        (net, x) -> net.node(
                                kind(Elementwise.Kind.MUL), x, net.node(Activation.of(Activation.Kind.SIGMOID), x))));
    }

    private static Elementwise kind(Elementwise.Kind kind) {
        return new Elementwise(kind);
    }

    private static String squeezeExcite(NetworkBuilder net, String x) {
        String mean = net.node(Operator.Pool.globalAverage(), x);
        String small = net.relu(net.convolution("squeeze", mean, CHANNELS, 3, 1, 1, 1));
        String gate = net.node(
                Activation.of(Activation.Kind.HARD_SIGMOID), net.convolution("excite", small, 3, CHANNELS, 1, 1, 1));
        return net.node(kind(Elementwise.Kind.MUL), x, gate);
    }

    private static Stream<Arguments> convolutions() {
        return Stream.of(
                image("a convolution", 8, (net, x) -> net.convolution("c", x, CHANNELS, 8, 3, 1, 1)),
                image("a strided convolution", 8, (net, x) -> net.convolution("c", x, CHANNELS, 8, 3, 2, 1)),
                image("a grouped convolution", 9, (net, x) -> net.convolution("c", x, CHANNELS, 9, 3, 1, 3)),
                image(
                        "a depthwise convolution",
                        CHANNELS,
                        (net, x) -> net.convolution("c", x, CHANNELS, CHANNELS, 3, 1, CHANNELS)),
                image(
                        "a dilated convolution",
                        8,
                        (net, x) -> net.node(
                                convolution(false, 1, 2, 2, 1), x, net.weight("w", -.4, .4, 8, CHANNELS, 3, 3))),
                image(
                        "a dilated grouped convolution with bias",
                        8,
                        (net, x) -> net.node(
                                convolution(false, 1, 2, 2, 2),
                                x,
                                net.weight("w", -.4, .4, 8, CHANNELS / 2, 3, 3),
                                net.weight("b", -.4, .4, 8))),
                image(
                        "a transposed convolution",
                        8,
                        (net, x) -> net.node(
                                convolution(true, 2, 1, 1, 1),
                                x,
                                net.weight("w", -.4, .4, CHANNELS, 8, 3, 3),
                                net.weight("b", -.4, .4, 8))),
                image(
                        "a transposed grouped convolution",
                        4,
                        (net, x) -> net.node(
                                convolution(true, 2, 1, 0, 2), x, net.weight("w", -.4, .4, CHANNELS, 2, 3, 3))),
                image("a convolution of rows", 8, (net, x) -> {
                    String rows = net.node(reshape(), x, net.integers(0, CHANNELS, SIDE * SIDE));
                    Convolution convolution = new Convolution(
                            false,
                            Longs.of(3),
                            Longs.of(2),
                            Longs.of(1, 1),
                            Longs.of(1),
                            1,
                            AutoPad.NOTSET,
                            Longs.of());
                    String wide = net.node(convolution, rows, net.weight("w", -.4, .4, 8, CHANNELS, 3));
                    return net.node(reshape(), wide, net.integers(0, 8, SIDE / 2, SIDE));
                }));
    }

    private static Convolution convolution(boolean transposed, int stride, int dilation, int pad, int groups) {
        return new Convolution(
                transposed,
                Longs.repeat(3, 2),
                Longs.repeat(stride, 2),
                Longs.repeat(pad, 4),
                Longs.repeat(dilation, 2),
                groups,
                AutoPad.NOTSET,
                Longs.of());
    }

    private static Stream<Arguments> normalizations() {
        return Stream.of(
                image("batch normalization", CHANNELS, (net, x) -> net.relu(net.batchNorm("n", x, CHANNELS))),
                image(
                        "instance normalization",
                        CHANNELS,
                        (net, x) -> net.node(
                                new Normalization(Normalization.Kind.INSTANCE, 1e-5f, Map.of()),
                                x,
                                net.weight("s", .5, 1.5, CHANNELS),
                                net.weight("b", -1, 1, CHANNELS))),
                image(
                        "layer normalization",
                        CHANNELS,
                        (net, x) -> net.node(
                                layerNorm(-3),
                                x,
                                net.weight("s", .5, 1.5, CHANNELS, SIDE, SIDE),
                                net.weight("b", -1, 1, CHANNELS, SIDE, SIDE))));
    }

    private static Normalization layerNorm(int axis) {
        return new Normalization(Normalization.Kind.LAYER, 1e-5f, Map.of("axis", new Attribute.Whole(axis)));
    }

    private static Reshape reshape() {
        return new Reshape(Reshape.Kind.RESHAPE, 0, Longs.of(), false);
    }

    private static Stream<Arguments> moves() {
        return Stream.of(
                image("a shuffle", CHANNELS, (net, x) -> {
                    String grouped = net.node(reshape(), x, net.integers(0, 2, CHANNELS / 2, SIDE, SIDE));
                    String swapped = net.node(new Operator.Transpose(Longs.of(0, 2, 1, 3, 4)), grouped);
                    return net.node(reshape(), swapped, net.integers(0, CHANNELS, SIDE, SIDE));
                }),
                image(
                        "a transposition of height and width",
                        CHANNELS,
                        (net, x) -> net.convolution(
                                "c",
                                net.node(new Operator.Transpose(Longs.of(0, 1, 3, 2)), x),
                                CHANNELS,
                                CHANNELS,
                                3,
                                1,
                                1)),
                image("halves side by side", CHANNELS, (net, x) -> {
                    List<String> halves = net.nodes(new Operator.Split(1, Longs.of(), 0), 2, x, net.integers(2, 4));
                    return net.node(
                            new Operator.Concat(1),
                            net.node(Activation.of(Activation.Kind.TANH), halves.get(1)),
                            halves.get(0));
                }),
                image(
                        "a slice of every second row, backwards",
                        CHANNELS,
                        (net, x) -> net.node(
                                new Operator.Slice(),
                                x,
                                net.integers(-1),
                                net.integers(-SIDE - 1),
                                net.integers(2),
                                net.integers(-2))),
                image(
                        "a reflected frame",
                        CHANNELS,
                        (net, x) -> net.node(new Operator.Pad("reflect"), x, net.integers(0, 0, 1, 2, 0, 0, 2, 1))),
                image(
                        "a frame of the edge",
                        CHANNELS,
                        (net, x) -> net.node(new Operator.Pad("edge"), x, net.integers(0, 0, 1, 2, 0, 0, 2, 1))),
                image(
                        "a frame of zeros",
                        CHANNELS,
                        (net, x) -> net.node(new Operator.Pad("constant"), x, net.integers(0, 0, 1, 2, 0, 0, 2, 1))),
                image("chosen channels", 3, (net, x) -> net.node(new Operator.Gather(1), x, net.integers(5, 0, 5))),
                image(
                        "depth to space",
                        1,
                        (net, x) -> net.node(
                                new Operator.DepthToSpace(2, "DCR", false),
                                net.node(new Operator.Gather(1), x, net.integers(0, 1, 2, 3)))),
                image(
                        "columns to space",
                        1,
                        (net, x) -> net.node(
                                new Operator.DepthToSpace(2, "CRD", false),
                                net.node(new Operator.Gather(1), x, net.integers(0, 1, 2, 3)))),
                image("space to depth", 4 * CHANNELS, (net, x) -> net.node(new Operator.DepthToSpace(2, "", true), x)),
                image(
                        "a repeated mean",
                        CHANNELS,
                        (net, x) -> net.node(
                                kind(Elementwise.Kind.SUB),
                                x,
                                net.node(
                                        new Reshape(Reshape.Kind.EXPAND, 0, Longs.of(), false),
                                        net.node(Operator.Pool.globalAverage(), x),
                                        net.integers(1, 1, SIDE, SIDE)))));
    }

    private static Stream<Arguments> reductions() {
        return Stream.of(
                image(
                        "a mean of channels",
                        CHANNELS,
                        (net, x) -> net.node(kind(Elementwise.Kind.MUL), x, reduced(net, x, Reduce.Kind.MEAN, 1))),
                image(
                        "a sum of rows",
                        CHANNELS,
                        (net, x) -> net.node(kind(Elementwise.Kind.MUL), x, reduced(net, x, Reduce.Kind.SUM, 2))),
                image(
                        "the greatest of a row",
                        CHANNELS,
                        (net, x) -> net.node(kind(Elementwise.Kind.MUL), x, reduced(net, x, Reduce.Kind.MAX, 3))),
                image(
                        "a length",
                        CHANNELS,
                        (net, x) -> net.node(kind(Elementwise.Kind.DIV), x, reduced(net, x, Reduce.Kind.L2, 1))),
                image("a softmax of channels", CHANNELS, (net, x) -> net.node(new Operator.Softmax(1, false), x)),
                image(
                        "a logarithm of the softmax of a row",
                        CHANNELS,
                        (net, x) -> net.node(new Operator.Softmax(3, true), x)));
    }

    private static String reduced(NetworkBuilder net, String x, Reduce.Kind kind, int axis) {
        return net.node(new Reduce(kind, Longs.of(axis), true, false), x);
    }

    private static Stream<Arguments> sequences() {
        return Stream.of(Arguments.of("attention", attention()), Arguments.of("embedded words", words()));
    }

    /** Patches as tokens, two heads, a residual, LayerNorm and a GELU written out. */
    private static Model attention() {
        int width = 8;
        int heads = 2;
        int tokens = 25;
        NetworkBuilder net = new NetworkBuilder(21, 17);
        String image = net.convolution("stem", net.input(3, SIDE, SIDE), 3, width, 2, 2, 1);
        String patches = net.node(reshape(), image, net.integers(0, width, -1));
        String x = net.node(
                kind(Elementwise.Kind.ADD),
                net.node(new Operator.Transpose(Longs.of(0, 2, 1)), patches),
                net.weight("position", -.5, .5, 1, tokens, width));
        String normal = net.node(layerNorm(-1), x, net.weight("s", .5, 1.5, width), net.weight("b", -.5, .5, width));
        String query = heads(net, normal, "q", width, heads, 0, 2, 1, 3);
        String key = heads(net, normal, "k", width, heads, 0, 2, 3, 1);
        String value = heads(net, normal, "v", width, heads, 0, 2, 1, 3);
        String scores = net.node(
                kind(Elementwise.Kind.MUL), net.node(new Operator.MatMul(), query, key), net.weight("scale", .5, .5));
        String mixed = net.node(new Operator.MatMul(), net.node(new Operator.Softmax(-1, false), scores), value);
        String joined = net.node(
                reshape(),
                net.node(new Operator.Transpose(Longs.of(0, 2, 1, 3)), mixed),
                net.integers(0, tokens, width));
        String residual = net.add(x, projected(net, joined, "o", width, width));
        String hidden = projected(net, residual, "up", width, 12);
        String half = net.node(kind(Elementwise.Kind.DIV), hidden, net.weight("root", Math.sqrt(2), Math.sqrt(2)));
        String gate = net.node(
                kind(Elementwise.Kind.ADD),
                net.node(Activation.of(Activation.Kind.ERF), half),
                net.weight("one", 1, 1));
        String gelu = net.node(kind(Elementwise.Kind.MUL), hidden, gate);
        String out = projected(net, gelu, "down", 12, width);
        String mean = net.node(new Reduce(Reduce.Kind.MEAN, Longs.of(1), false, false), out);
        return net.build(projected(net, mean, "head", width, CLASSES));
    }

    private static String heads(NetworkBuilder net, String x, String name, int width, int heads, long... order) {
        String split =
                net.node(reshape(), projected(net, x, name, width, width), net.integers(0, -1, heads, width / heads));
        return net.node(new Operator.Transpose(Longs.of(order)), split);
    }

    private static String projected(NetworkBuilder net, String x, String name, int in, int out) {
        String product = net.node(new Operator.MatMul(), x, net.weight(name + ".w", -.5, .5, in, out));
        return net.add(product, net.weight(name + ".b", -.2, .2, out));
    }

    /** Four words of seven, embedded, and a dense layer. */
    private static Model words() {
        NetworkBuilder net = new NetworkBuilder(22, 17);
        String ids = net.input("input", DataType.INT64, Shape.of(4, 4));
        String vectors = net.node(new Operator.Gather(0), net.weight("table", -1, 1, 7, 6), ids);
        String hidden = net.node(Activation.of(Activation.Kind.TANH), projected(net, vectors, "p", 6, 6));
        String mean = net.node(new Reduce(Reduce.Kind.MEAN, Longs.of(1), false, false), hidden);
        return net.build(projected(net, mean, "head", 6, CLASSES));
    }
}
