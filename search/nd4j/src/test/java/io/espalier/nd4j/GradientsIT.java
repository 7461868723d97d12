package io.espalier.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.AutoPad;
import io.espalier.zoo.graph.Operator.Convolution;
import io.espalier.zoo.graph.Operator.Pool;
import io.espalier.zoo.graph.Operator.Reshape;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.weights.Model;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every trainable operator gives the gradients of difference quotients in double precision. */
class GradientsIT {
    private static final int CLASSES = 5;

    /** Adds operators to the value, which is 6 channels of 8×8; returns the channels of the last value. */
    @FunctionalInterface
    private interface Middle extends BiFunction<NetworkBuilder, String, String> {}

    static Stream<Arguments> operators() {
        return Stream.of(
                operator("nothing", 6, (net, x) -> x),
                operator("a convolution", 8, (net, x) -> net.convolution("c", x, 6, 8, 3, 1, 1)),
                operator("a strided convolution", 8, (net, x) -> net.convolution("c", x, 6, 8, 3, 2, 1)),
                operator("a strided 1×1 convolution", 8, (net, x) -> net.convolution("c", x, 6, 8, 1, 2, 1)),
                operator("a 5×5 convolution", 7, (net, x) -> net.convolution("c", x, 6, 7, 5, 1, 1)),
                operator("a convolution with bias", 8, (net, x) -> withBias(net, x, 8, 1, Longs.repeat(1, 4))),
                operator("a lopsided convolution", 8, (net, x) -> withBias(net, x, 8, 1, Longs.of(0, 1, 2, 1))),
                operator("a grouped convolution", 9, (net, x) -> net.convolution("c", x, 6, 9, 3, 1, 3)),
                operator("a grouped convolution with bias", 8, (net, x) -> withBias(net, x, 8, 2, Longs.repeat(1, 4))),
                operator("a depthwise convolution", 6, (net, x) -> net.convolution("c", x, 6, 6, 3, 1, 6)),
                operator("a strided depthwise convolution", 6, (net, x) -> net.convolution("c", x, 6, 6, 3, 2, 6)),
                operator(
                        "a depthwise convolution that doubles",
                        12,
                        (net, x) -> net.convolution("c", x, 6, 12, 3, 1, 6)),
                operator(
                        "a depthwise convolution with bias", 6, (net, x) -> withBias(net, x, 6, 6, Longs.repeat(1, 4))),
                operator("normalization", 6, (net, x) -> net.batchNorm("n", x, 6)),
                operator("normalization and ReLU", 6, (net, x) -> net.relu(net.batchNorm("n", x, 6))),
                operator(
                        "normalization, a sum and ReLU",
                        6,
                        (net, x) ->
                                net.relu(net.add(x, net.batchNorm("n", net.convolution("c", x, 6, 6, 3, 1, 1), 6)))),
                operator(
                        "a sum of two normalizations",
                        6,
                        (net, x) -> net.relu(net.add(net.batchNorm("n", x, 6), net.batchNorm("m", net.relu(x), 6)))),
                operator("a value added to itself", 6, (net, x) -> net.add(x, x)),
                operator(
                        "three readers",
                        6,
                        (net, x) -> net.add(net.relu(x), net.add(x, net.convolution("c", x, 6, 6, 3, 1, 1)))),
                operator(
                        "ReLU6",
                        6,
                        (net, x) -> net.node(
                                Activation.of(Activation.Kind.CLIP),
                                x,
                                net.weight("low", 0, 0),
                                net.weight("high", .6, .6))),
                operator(
                        "Dropout and Identity",
                        6,
                        (net, x) -> net.node(
                                Activation.of(Activation.Kind.IDENTITY),
                                net.node(Activation.of(Activation.Kind.DROPOUT), x))),
                operator("a greatest of 3×3", 6, (net, x) -> net.node(pool(Pool.Kind.MAX, 3, 2, 1, false), x)),
                operator("a mean of 2×2", 6, (net, x) -> net.node(pool(Pool.Kind.AVERAGE, 2, 2, 0, false), x)),
                operator("a padded mean", 6, (net, x) -> net.node(pool(Pool.Kind.AVERAGE, 3, 1, 1, false), x)),
                operator("a mean with its padding", 6, (net, x) -> net.node(pool(Pool.Kind.AVERAGE, 3, 2, 1, true), x)),
                operator(
                        "a concatenation",
                        14,
                        (net, x) -> net.node(new Operator.Concat(1), x, net.convolution("c", x, 6, 8, 3, 1, 1))),
                operator("a shortcut that drops pixels and adds channels", 10, GradientsIT::optionA));
    }

    private static Arguments operator(String name, int channels, Middle middle) {
        return Arguments.of(name, channels, middle);
    }

    private static String withBias(NetworkBuilder net, String x, int out, int groups, Longs pads) {
        Convolution convolution = new Convolution(
                false,
                Longs.repeat(3, 2),
                Longs.repeat(1, 2),
                pads,
                Longs.repeat(1, 2),
                groups,
                AutoPad.NOTSET,
                Longs.of());
        return net.node(convolution, x, net.weight("w", -.4, .4, out, 6 / groups, 3, 3), net.weight("b", -.4, .4, out));
    }

    private static Pool pool(Pool.Kind kind, int kernel, int stride, int pad, boolean countPad) {
        return new Pool(
                kind,
                false,
                Longs.repeat(kernel, 2),
                Longs.repeat(stride, 2),
                Longs.repeat(pad, 4),
                Longs.repeat(1, 2),
                false,
                countPad,
                AutoPad.NOTSET);
    }

    private static String optionA(NetworkBuilder net, String x) {
        String small = net.node(
                new Operator.Slice(),
                x,
                net.integers(0, 0),
                net.integers(Integer.MAX_VALUE, Integer.MAX_VALUE),
                net.integers(2, 3),
                net.integers(2, 2));
        String wide = net.node(new Operator.Pad("constant"), small, net.integers(0, 2, 0, 0, 0, 2, 0, 0));
        return net.add(net.convolution("c", x, 6, 10, 3, 2, 1), wide);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operators")
    void gradientsAreThoseOfDifferenceQuotients(String name, int channels, Middle middle) {
        NetworkBuilder net = new NetworkBuilder(name.hashCode(), 17);
        String stem = net.convolution("stem", net.input(3, 8, 8), 3, 6, 3, 1, 1);
        String last = middle.apply(net, stem);
        check(net.build(net.classifier(net.relu(last), channels, CLASSES)));
    }

    @ParameterizedTest(name = "transposed {0}")
    @ValueSource(booleans = {false, true})
    void aMatrixProductOfAFlattenedImage(boolean transposed) {
        NetworkBuilder net = new NetworkBuilder(3, 17);
        String image = net.convolution("stem", net.input(3, 5, 4), 3, 6, 3, 1, 1);
        String flat = net.node(Reshape.of(Reshape.Kind.FLATTEN), net.relu(image));
        String weight = transposed ? net.weight("w", -.3, .3, 9, 120) : net.weight("w", -.3, .3, 120, 9);
        String hidden = net.relu(
                net.node(new Operator.Gemm(false, transposed, 1, 1), flat, weight, net.weight("b", -.1, .1, 9)));
        String product = net.node(new Operator.MatMul(), hidden, net.weight("v", -.3, .3, 9, CLASSES));
        check(net.build(net.add(product, net.weight("c", -.1, .1, CLASSES))));
    }

    @ParameterizedTest(name = "kept axes {0}")
    @ValueSource(booleans = {false, true})
    void aMeanOverHeightAndWidth(boolean keepDims) {
        NetworkBuilder net = new NetworkBuilder(4, 17);
        String image = net.relu(net.convolution("stem", net.input(3, 5, 4), 3, 6, 3, 1, 1));
        String mean = net.node(new Operator.Reduce(Operator.Reduce.Kind.MEAN, Longs.of(-1, 2), keepDims, false), image);
        String flat = net.node(new Reshape(Reshape.Kind.RESHAPE, 0, Longs.of(), false), mean, net.integers(0, -1));
        check(net.build(net.node(new Operator.Gemm(false, true, 1, 1), flat, net.weight("w", -.3, .3, CLASSES, 6))));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5})
    void wholeNetworks(long seed) {
        Model model = RandomNetworks.residual(seed);
        float[] images = Gradients.images(Gradients.BATCH * 3 * 16 * 16, seed);
        int[] labels = Gradients.labels(Gradients.BATCH, 10);
        Gradients.Pass tape = Gradients.ofTape(model, images, labels, 2);
        // The small ones: a quotient of the reference takes a while.
        Iterable<String> some = tape.gradients().entrySet().stream()
                .filter(gradient -> gradient.getValue().length <= 50)
                .map(Map.Entry::getKey)
                .toList();
        compare(tape, Gradients.ofReference(model, images, labels, some));
    }

    private static void check(Model model) {
        int elements = Math.toIntExact(model.graph()
                .inputs()
                .get(0)
                .type()
                .shape()
                .withSymbols(Gradients.BATCH)
                .elements());
        float[] images = Gradients.images(elements, 9);
        int[] labels = Gradients.labels(Gradients.BATCH, CLASSES);
        Gradients.Pass tape = Gradients.ofTape(model, images, labels, 2);
        assertThat(tape.gradients()).isNotEmpty();
        compare(
                tape,
                Gradients.ofReference(model, images, labels, tape.gradients().keySet()));
    }

    private static void compare(Gradients.Pass tape, Gradients.Pass reference) {
        assertThat(tape.loss()).isCloseTo(reference.loss(), within(1e-5));
        float longest = 0;
        for (float[] gradient : reference.gradients().values()) {
            for (float element : gradient) {
                longest = Math.max(longest, Math.abs(element));
            }
        }
        for (Map.Entry<String, float[]> expected : reference.gradients().entrySet()) {
            float[] actual = tape.gradients().get(expected.getKey());
            assertThat(Gradients.distance(actual, expected.getValue()) < 1e-3
                            || isNegligible(expected.getValue(), actual, longest))
                    .as("%s: %s instead of %s", expected.getKey(), actual, expected.getValue())
                    .isTrue();
        }
    }

    /** Before a normalization a bias has no gradient: what is there is rounding. */
    private static boolean isNegligible(float[] expected, float[] actual, float longest) {
        for (int i = 0; i < expected.length; i++) {
            if (Math.abs(actual[i] - expected[i]) > 1e-5 * longest) {
                return false;
            }
        }
        return true;
    }
}
