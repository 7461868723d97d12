package io.espalier.zoo.testing;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.graph.Operator.Reshape;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.weights.Tensor;
import java.util.List;
import java.util.Map;

/** Transformer layers over tokens with a free batch and a free length, whose shapes are computed at run time. */
final class TransformerBlocks {
    private static final int HEADS = 2;

    private final DepthNetworks made;
    private final NetworkBuilder net;
    private int width;
    private String mask = "";

    TransformerBlocks(DepthNetworks made) {
        this.made = made;
        net = made.net;
    }

    private static String node(NetworkBuilder net, Elementwise.Kind kind, String left, String right) {
        return net.node(new Elementwise(kind), left, right);
    }

    private static String number(NetworkBuilder net, String name, double value) {
        return net.weight(name, Tensor.ofFloats(Longs.of(), new float[] {(float) value}));
    }

    /** As one node, or as exporters before opset 17 write it. */
    static String layerNorm(NetworkBuilder net, String name, String value, int width) {
        String scale = net.weight(name + ".scale", 0.5, 1.5, width);
        String bias = net.weight(name + ".bias", -0.3, 0.3, width);
        if (name.hashCode() % 2 == 0) {
            return net.node(
                    new Operator.Normalization(Operator.Normalization.Kind.LAYER, 1e-5f, Map.of()), value, scale, bias);
        }
        Operator mean = new Operator.Reduce(Operator.Reduce.Kind.MEAN, Longs.of(-1), true, false);
        String centred = node(net, Elementwise.Kind.SUB, value, net.node(mean, value));
        String squares = node(net, Elementwise.Kind.POW, centred, number(net, name + ".two", 2));
        String variance =
                node(net, Elementwise.Kind.ADD, net.node(mean, squares), number(net, name + ".epsilon", 1e-5));
        String deviation = net.node(Activation.of(Activation.Kind.SQRT), variance);
        String normalized = node(net, Elementwise.Kind.DIV, centred, deviation);
        return net.add(node(net, Elementwise.Kind.MUL, normalized, scale), bias);
    }

    /** Two dense layers on the last axis with GELU between, written with Erf. */
    static String feedForward(NetworkBuilder net, String name, String value, int width, int hidden) {
        String inner = dense(net, name + ".expand", value, width, hidden);
        String scaled = node(net, Elementwise.Kind.DIV, inner, number(net, name + ".root", Math.sqrt(2)));
        String shifted = net.add(net.node(Activation.of(Activation.Kind.ERF), scaled), number(net, name + ".one", 1));
        String gelu = node(
                net,
                Elementwise.Kind.MUL,
                node(net, Elementwise.Kind.MUL, inner, shifted),
                number(net, name + ".half", 0.5));
        return dense(net, name + ".reduce", gelu, hidden, width);
    }

    private static String dense(NetworkBuilder net, String name, String value, int from, int to) {
        double bound = 1 / Math.sqrt(from);
        String product = net.node(new Operator.MatMul(), value, net.weight(name + ".weight", -bound, bound, from, to));
        return net.add(net.weight(name + ".bias", -0.2, 0.2, to), product);
    }

    private String tokens() {
        width = HEADS * made.between(2, 4);
        Dim batch = Dim.symbol("batch");
        Dim length = Dim.symbol("length");
        String input = net.input("tokens", DataType.FLOAT, new Shape(List.of(batch, length, Dim.of(6))));
        if (made.random.nextBoolean()) {
            String given = net.input("mask", DataType.FLOAT, new Shape(List.of(batch, Dim.of(1), Dim.of(1), length)));
            mask = node(net, Elementwise.Kind.MUL, given, number(net, "strength", 3));
        }
        return dense(net, "embed", input, 6, width);
    }

    private String head(String value) {
        String pooled = net.node(new Operator.Reduce(Operator.Reduce.Kind.MEAN, Longs.of(1), false, false), value);
        return dense(net, "head", pooled, width, 10);
    }

    /** @param sizesOf the value whose shape gives batch and length */
    private String attention(String name, String value, String sizesOf) {
        String sizes = net.node(new Operator.ShapeOf(0, Long.MAX_VALUE), sizesOf);
        String batch = net.node(new Operator.Gather(0), sizes, net.integers(0));
        String length = net.node(new Operator.Gather(0), sizes, net.integers(1));
        int perHead = width / HEADS;
        String apart = net.node(new Operator.Concat(0), batch, length, net.integers(HEADS, perHead));
        String query = heads(dense(net, name + ".query", value, width, width), apart, Longs.of(0, 2, 1, 3));
        String key = heads(dense(net, name + ".key", value, width, width), apart, Longs.of(0, 2, 3, 1));
        String values = heads(dense(net, name + ".value", value, width, width), apart, Longs.of(0, 2, 1, 3));
        String scores = net.node(new Operator.MatMul(), query, key);
        scores = mask.isEmpty() ? scores : net.add(scores, mask);
        String mixed = net.node(new Operator.MatMul(), net.node(new Operator.Softmax(-1, false), scores), values);
        String together = net.node(
                Reshape.of(Reshape.Kind.RESHAPE),
                net.node(new Operator.Transpose(Longs.of(0, 2, 1, 3)), mixed),
                net.node(new Operator.Concat(0), batch, length, net.integers(width)));
        return dense(net, name + ".project", together, width, width);
    }

    private String heads(String value, String sizes, Longs permutation) {
        return net.node(new Operator.Transpose(permutation), net.node(Reshape.of(Reshape.Kind.RESHAPE), value, sizes));
    }

    /** Every layer but the first may ask a value inside an earlier block for batch and length. */
    String preNorm() {
        String value = tokens();
        String asked = "";
        for (int layer = 0; layer < 2; layer++) {
            String name = "layer" + layer;
            String normal = layerNorm(net, name + ".norm1", value, width);
            asked = asked.isEmpty() || made.random.nextBoolean() ? normal : asked;
            value = made.block(name + ".norm1.scale", value, attention(name, normal, asked));
            normal = layerNorm(net, name + ".norm2", value, width);
            String branch = feedForward(net, name, normal, width, made.between(5, 9));
            asked = made.random.nextBoolean() ? branch : asked;
            value = made.block(name + ".norm2.scale", value, branch);
        }
        return head(layerNorm(net, "norm", value, width));
    }

    /** The normalization behind the sum stays. */
    String postNorm() {
        String value = tokens();
        for (int layer = 0; layer < 2; layer++) {
            String name = "layer" + layer;
            value = made.block(name + ".query.weight", value, attention(name, value, value));
            value = layerNorm(net, name + ".norm1", value, width);
            value = made.block(
                    name + ".expand.weight", value, feedForward(net, name, value, width, made.between(5, 9)));
            value = layerNorm(net, name + ".norm2", value, width);
        }
        return head(value);
    }

    /** Attention and feed-forward read one normalization, and both are added to the stream. */
    String parallel() {
        String value = tokens();
        for (int layer = 0; layer < 2; layer++) {
            String name = "layer" + layer;
            String normal = layerNorm(net, name + ".norm", value, width);
            String attended = attention(name, normal, normal);
            String fed = feedForward(net, name, normal, width, made.between(5, 9));
            value = made.block(name + ".query.weight", value, attended);
            value = made.block(name + ".expand.weight", value, fed);
        }
        return head(layerNorm(net, "norm", value, width));
    }
}
