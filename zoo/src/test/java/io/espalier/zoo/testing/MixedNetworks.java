package io.espalier.zoo.testing;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.graph.Operator.Normalization;
import io.espalier.zoo.graph.Operator.Reshape;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Networks that tie channels in several ways at once: blocks of all kinds in random order, with skips to any block before. */
final class MixedNetworks {
    private static final int SIZE = 8;
    private static final Activation.Kind[] ACTIVATIONS = {
        Activation.Kind.RELU, Activation.Kind.HARD_SWISH, Activation.Kind.TANH, Activation.Kind.LEAKY_RELU
    };

    private final SplittableRandom random;
    private final NetworkBuilder net;
    private final List<Features> earlier = new ArrayList<>();
    private int next;

    /** A value of {@code [N, channels, 8, 8]}. */
    private record Features(String value, int channels) {}

    private MixedNetworks(long seed) {
        random = new SplittableRandom(seed);
        net = new NetworkBuilder(seed, 17);
    }

    static Model of(long seed) {
        return new MixedNetworks(seed).build();
    }

    private Model build() {
        Features features = convolution(new Features(net.input(3, 16, 16), 3), between(4, 8), 3, 2);
        int blocks = between(4, 7);
        for (int i = 0; i < blocks; i++) {
            earlier.add(features);
            features = block(features);
        }
        String scores = net.classifier(features.value(), features.channels(), 10);
        if (random.nextBoolean()) {
            return net.build(scores);
        }
        Features shown = pick();
        return net.build(scores, net.convolution("map", shown.value(), shown.channels(), 2, 1, 1, 1));
    }

    private Features block(Features in) {
        return switch (random.nextInt(15)) {
            case 0 -> convolution(in, between(3, 8), 3, 1);
            case 1 -> residual(in);
            case 2 -> join(in, convolution(in, between(2, 4), 3, 1));
            case 3 -> depthwise(in);
            case 4 -> grouped(in);
            case 5 -> gated(in);
            case 6 -> partly(in);
            case 7 -> shuffled(in);
            case 8 -> enlarged(in);
            case 9 -> picked(in);
            case 10 -> attention(in);
            case 11 -> padded(in);
            case 12 -> downAndUp(in);
            case 13 -> normalized(in);
            default -> skip(in);
        };
    }

    private int between(int min, int max) {
        return min + random.nextInt(max - min + 1);
    }

    private String name() {
        return "block" + next++;
    }

    private Features pick() {
        return earlier.get(random.nextInt(earlier.size()));
    }

    private String reshape(String value, long... target) {
        return net.node(Reshape.of(Reshape.Kind.RESHAPE), value, net.integers(target));
    }

    private Features convolution(Features in, int channels, int kernel, int stride) {
        String name = name();
        String value = net.convolution(name, in.value(), in.channels(), channels, kernel, stride, 1);
        value = random.nextBoolean() ? net.batchNorm(name + ".bn", value, channels) : value;
        Activation.Kind kind = ACTIVATIONS[random.nextInt(ACTIVATIONS.length)];
        return new Features(net.node(Activation.of(kind), value), channels);
    }

    private Features residual(Features in) {
        Features inner = convolution(in, between(3, 6), 3, 1);
        String branch = net.convolution(name(), inner.value(), inner.channels(), in.channels(), 1, 1, 1);
        return new Features(net.add(in.value(), branch), in.channels());
    }

    private Features join(Features left, Features right) {
        String joined = net.node(new Operator.Concat(random.nextBoolean() ? 1 : -3), left.value(), right.value());
        return new Features(joined, left.channels() + right.channels());
    }

    private Features depthwise(Features in) {
        int multiplier = between(1, 2);
        int channels = in.channels() * multiplier;
        return new Features(
                net.convolution(name(), in.value(), in.channels(), channels, 3, 1, in.channels()), channels);
    }

    private Features grouped(Features in) {
        int groups = between(2, 3);
        Features even = convolution(in, groups * between(2, 3), 1, 1);
        int channels = groups * between(2, 3);
        return new Features(net.convolution(name(), even.value(), even.channels(), channels, 3, 1, groups), channels);
    }

    private Features gated(Features in) {
        String pooled = net.node(Operator.Pool.globalAverage(), in.value());
        Features squeezed = convolution(new Features(pooled, in.channels()), 3, 1, 1);
        String gate = net.convolution(name(), squeezed.value(), 3, in.channels(), 1, 1, 1);
        String open = net.node(Activation.of(Activation.Kind.HARD_SIGMOID), gate);
        return new Features(net.node(new Elementwise(Elementwise.Kind.MUL), in.value(), open), in.channels());
    }

    /** One part is worked on, and changes places with the other. */
    private Features partly(Features in) {
        int first = between(1, in.channels() - 1);
        int second = in.channels() - first;
        List<String> parts =
                net.nodes(new Operator.Split(1, Longs.of(), 0), 2, in.value(), net.integers(first, second));
        return join(new Features(parts.get(1), second), convolution(new Features(parts.get(0), first), first, 3, 1));
    }

    private Features shuffled(Features in) {
        Features even = convolution(in, 2 * between(2, 4), 1, 1);
        int half = even.channels() / 2;
        String apart = reshape(even.value(), 0, 2, half, SIZE, SIZE);
        String turned = net.node(new Operator.Transpose(Longs.of(0, 2, 1, 3, 4)), apart);
        return new Features(reshape(turned, 0, -1, SIZE, SIZE), even.channels());
    }

    private Features enlarged(Features in) {
        Features four = convolution(in, 4 * between(2, 3), 1, 1);
        int channels = four.channels() / 4;
        String mode = random.nextBoolean() ? "DCR" : "CRD";
        String large = net.node(new Operator.DepthToSpace(2, mode, false), four.value());
        return convolution(new Features(large, channels), between(3, 5), 3, 2);
    }

    private Features picked(Features in) {
        int count = between(2, in.channels());
        long[] indices = new long[count];
        for (int i = 0; i < count; i++) {
            indices[i] = random.nextInt(in.channels()) - (random.nextBoolean() ? 0 : in.channels());
        }
        return new Features(net.node(new Operator.Gather(1), in.value(), net.integers(indices)), count);
    }

    /** Two heads over the positions, queries, keys and values from one product. */
    private Features attention(Features in) {
        int width = in.channels();
        int size = between(2, 3);
        String tokens = net.node(new Operator.Transpose(Longs.of(0, 2, 1)), reshape(in.value(), 0, width, SIZE * SIZE));
        String all = net.node(
                new Operator.MatMul(), tokens, net.weight(name() + ".weight", -0.5, 0.5, width, 3L * 2 * size));
        String apart =
                net.node(new Operator.Transpose(Longs.of(2, 0, 3, 1, 4)), reshape(all, 0, SIZE * SIZE, 3, 2, size));
        String query = net.node(new Operator.Gather(0), apart, net.scalar(0));
        String key = net.node(new Operator.Gather(0), apart, net.scalar(1));
        String value = net.node(new Operator.Gather(0), apart, net.scalar(2));
        String scores =
                net.node(new Operator.MatMul(), query, net.node(new Operator.Transpose(Longs.of(0, 1, 3, 2)), key));
        String mixed = net.node(new Operator.MatMul(), net.node(new Operator.Softmax(-1, false), scores), value);
        String merged =
                reshape(net.node(new Operator.Transpose(Longs.of(0, 2, 1, 3)), mixed), 0, SIZE * SIZE, 2L * size);
        String projected =
                net.node(new Operator.MatMul(), merged, net.weight(name() + ".weight", -0.5, 0.5, 2L * size, width));
        String sum = net.add(tokens, projected);
        String image = reshape(net.node(new Operator.Transpose(Longs.of(0, 2, 1)), sum), 0, width, SIZE, SIZE);
        return new Features(image, width);
    }

    /** More channels, which are zero. */
    private Features padded(Features in) {
        int before = between(0, 2);
        int after = between(1, 2);
        String wider =
                net.node(new Operator.Pad("constant"), in.value(), net.integers(0, before, 0, 0, 0, after, 0, 0));
        int channels = in.channels() + before + after;
        return new Features(net.add(wider, convolution(in, channels, 3, 1).value()), channels);
    }

    private Features downAndUp(Features in) {
        Features deep = convolution(in, between(3, 6), 3, 2);
        int channels = between(3, 5);
        return join(in, new Features(net.doubling(name(), deep.value(), deep.channels(), channels), channels));
    }

    private Features normalized(Features in) {
        String name = name();
        String value = net.node(
                new Normalization(Normalization.Kind.INSTANCE, 1e-3f, Map.of()),
                in.value(),
                net.weight(name + ".scale", 0.5, 1.5, in.channels()),
                net.weight(name + ".bias", -0.5, 0.5, in.channels()));
        String slopes = net.weight(name + ".slope", 0, 0.5, in.channels(), 1, 1);
        return new Features(net.node(new Elementwise(Elementwise.Kind.PRELU), value, slopes), in.channels());
    }

    /** To any block before: added where the channels are as many, else joined. */
    private Features skip(Features in) {
        Features other = pick();
        return other.channels() == in.channels()
                ? new Features(net.add(in.value(), other.value()), in.channels())
                : convolution(join(in, other), between(3, 8), 1, 1);
    }
}
