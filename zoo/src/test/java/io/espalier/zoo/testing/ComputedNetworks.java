package io.espalier.zoo.testing;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Convolution;
import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.graph.Operator.Reduce;
import io.espalier.zoo.graph.Operator.Reshape;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.weights.Model;
import java.util.List;
import java.util.SplittableRandom;

/** Networks that compute what others are given: weights from other weights, kernels, sizes. */
final class ComputedNetworks {
    private final SplittableRandom random;
    private final NetworkBuilder net;

    private ComputedNetworks(long seed) {
        random = new SplittableRandom(seed);
        net = new NetworkBuilder(seed, 17);
    }

    private int between(int min, int max) {
        return min + random.nextInt(max - min + 1);
    }

    private String node(Elementwise.Kind kind, String left, String right) {
        return net.node(new Elementwise(kind), left, right);
    }

    private String product(String left, String name, long from, long to) {
        return net.node(new Operator.MatMul(), left, net.weight(name + ".weight", -0.7, 0.7, from, to));
    }

    private String reshape(String value, String target) {
        return net.node(Reshape.of(Reshape.Kind.RESHAPE), value, target);
    }

    /** Normalized weights, a table that layers work on, a divisor for each channel, a count of small values. */
    static Model constants(long seed) {
        return new ComputedNetworks(seed).constants();
    }

    private Model constants() {
        int in = between(4, 6);
        int out = between(4, 6);
        String value = net.relu(net.convolution("stem", net.input(3, 16, 16), 3, in, 3, 2, 1));
        String direction = net.weight("direction", -0.5, 0.5, out, in, 3, 3);
        String length = net.node(new Reduce(Reduce.Kind.L2, Longs.of(1, 2, 3), true, false), direction);
        String scaled = node(
                Elementwise.Kind.MUL,
                node(Elementwise.Kind.DIV, direction, length),
                net.weight("length", 0.5, 1.5, out, 1, 1, 1));
        value = net.node(Convolution.of(3, 1, 1, 1), value, scaled);
        value = node(Elementwise.Kind.DIV, value, net.weight("divisor", 0.5, 2, out, 1, 1));
        String table = net.relu(product(net.weight("table", -1, 1, 5, 4), "inner", 4, 6));
        String bias =
                net.node(new Reduce(Reduce.Kind.MEAN, Longs.of(0), false, false), product(table, "outer", 6, out));
        value = net.relu(net.add(value, reshape(bias, net.integers(1, out, 1, 1))));
        String small = net.node(
                new Operator.Cast(DataType.INT64),
                node(Elementwise.Kind.LESS, value, net.weight("limit", 0.1, 0.2, 1)));
        String count = net.node(
                new Operator.Cast(DataType.FLOAT),
                net.node(new Reduce(Reduce.Kind.SUM, Longs.of(2, 3), true, false), small));
        value = net.relu(net.convolution("last", net.add(value, count), out, 5, 1, 1, 1));
        return net.build(net.classifier(value, 5, 10));
    }

    /** Kernels of low rank, and a layer whose weights another layer makes of the image. */
    static Model kernels(long seed) {
        return new ComputedNetworks(seed).kernels();
    }

    private Model kernels() {
        int in = between(4, 6);
        int out = between(4, 6);
        String value = net.relu(net.convolution("stem", net.input(3, 16, 16), 3, in, 3, 2, 1));
        String low = product(net.weight("left", -0.7, 0.7, (long) out * in, 2), "right", 2, 9);
        value = net.relu(net.node(Convolution.of(3, 1, 1, 1), value, reshape(low, net.integers(out, in, 3, 3))));
        String pooled = net.node(Reshape.of(Reshape.Kind.FLATTEN), net.node(Operator.Pool.globalAverage(), value));
        String made = product(pooled, "hyper", out, 3L * out);
        String weights = reshape(made, net.integers(0, out, 3));
        String tokens = net.node(new Operator.Transpose(Longs.of(0, 2, 1)), reshape(value, net.integers(0, out, 64)));
        String mixed = net.node(new Operator.MatMul(), tokens, weights);
        String mean = net.node(new Reduce(Reduce.Kind.MEAN, Longs.of(1), false, false), mixed);
        return net.build(product(mean, "head", 3, 10));
    }

    /** Images of any size: a gate stretched to the sizes of what it gates, positions in a row and back again. */
    static Model freeSizes(long seed) {
        return new ComputedNetworks(seed).freeSizes();
    }

    private Model freeSizes() {
        int channels = between(4, 6);
        int wider = between(4, 6);
        Shape image = new Shape(List.of(Dim.symbol("N"), Dim.of(3), Dim.symbol("H"), Dim.symbol("W")));
        String input = net.input("input", DataType.FLOAT, image);
        String value = net.relu(net.convolution("stem", input, 3, channels, 3, 1, 1));
        String squeezed = net.relu(
                net.convolution("squeeze", net.node(Operator.Pool.globalAverage(), value), channels, 3, 1, 1, 1));
        String gate = net.node(
                Activation.of(Activation.Kind.SIGMOID), net.convolution("gate", squeezed, 3, channels, 1, 1, 1));
        String sizes = net.node(new Operator.ShapeOf(0, Long.MAX_VALUE), value);
        value = node(Elementwise.Kind.MUL, value, net.node(Reshape.of(Reshape.Kind.EXPAND), gate, sizes));
        String tokens =
                net.node(new Operator.Transpose(Longs.of(0, 2, 1)), reshape(value, net.integers(0, channels, -1)));
        String worked = net.relu(product(tokens, "dense", channels, wider));
        String batch = net.node(new Operator.Gather(0), sizes, net.integers(0));
        String places = net.node(new Operator.Slice(), sizes, net.integers(2), net.integers(4), net.integers(0));
        String target = net.node(new Operator.Concat(0), batch, net.integers(wider), places);
        String back = reshape(net.node(new Operator.Transpose(Longs.of(0, 2, 1)), worked), target);
        return net.build(
                net.classifier(net.add(back, net.convolution("skip", value, channels, wider, 1, 1, 1)), wider, 10));
    }

    /** Heads of a batch on one axis, over tokens of a free number: the product of batch and heads is computed once for all. */
    static Model freeHeads(long seed) {
        return new ComputedNetworks(seed).freeHeads();
    }

    private Model freeHeads() {
        int heads = between(2, 4);
        int size = between(2, 3);
        int width = between(4, 6);
        Shape image = new Shape(List.of(Dim.symbol("N"), Dim.of(3), Dim.symbol("H"), Dim.symbol("W")));
        String patches = net.convolution("patch", net.input("input", DataType.FLOAT, image), 3, width, 1, 1, 1);
        String tokens =
                net.node(new Operator.Transpose(Longs.of(0, 2, 1)), reshape(patches, net.integers(0, width, -1)));
        String sizes = net.node(new Operator.ShapeOf(0, Long.MAX_VALUE), tokens);
        String batch = net.node(new Operator.Gather(0), sizes, net.scalar(0));
        String length = net.node(new Operator.Gather(0), sizes, net.scalar(1));
        String all = node(Elementwise.Kind.MUL, batch, net.scalar(heads));
        String query = headsOfBatch("query", tokens, width, heads, size, List.of(batch, length, all));
        String key = headsOfBatch("key", tokens, width, heads, size, List.of(batch, length, all));
        String value = headsOfBatch("value", tokens, width, heads, size, List.of(batch, length, all));
        String scores =
                net.node(new Operator.MatMul(), query, net.node(new Operator.Transpose(Longs.of(0, 2, 1)), key));
        String mixed = net.node(new Operator.MatMul(), net.node(new Operator.Softmax(-1, false), scores), value);
        String apart = reshape(
                mixed,
                net.node(
                        new Operator.Concat(0),
                        vector(batch),
                        net.integers(heads),
                        vector(length),
                        net.integers(size)));
        String merged = reshape(
                net.node(new Operator.Transpose(Longs.of(0, 2, 1, 3)), apart),
                net.node(new Operator.Concat(0), vector(batch), vector(length), net.integers((long) heads * size)));
        String stream = net.add(tokens, product(merged, "project", (long) heads * size, width));
        String mean = net.node(new Reduce(Reduce.Kind.MEAN, Longs.of(1), false, false), stream);
        return net.build(product(mean, "head", width, 10));
    }

    /** @param counts batch, length, and heads of all the batch */
    private String headsOfBatch(String name, String tokens, int width, int heads, int size, List<String> counts) {
        String apart = net.node(
                new Operator.Concat(0), vector(counts.get(0)), vector(counts.get(1)), net.integers(heads, size));
        String turned = net.node(
                new Operator.Transpose(Longs.of(0, 2, 1, 3)),
                reshape(product(tokens, name, width, (long) heads * size), apart));
        String together =
                net.node(new Operator.Concat(0), vector(counts.get(2)), vector(counts.get(1)), net.integers(size));
        return reshape(turned, together);
    }

    private String vector(String scalar) {
        return net.node(Reshape.of(Reshape.Kind.UNSQUEEZE), scalar, net.integers(0));
    }
}
