package io.espalier.zoo.model;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a classifier of images node by node. Every node names its output and its weights after itself; each call returns
 * the name of the value it makes.
 */
final class NetworkDraft {
    /** The value of the images, {@code [N, channels, height, width]}. */
    static final String INPUT = "input";

    /** The value of the logits, {@code [N, classes]}. */
    static final String OUTPUT = "logits";

    private static final float EPSILON = 1e-5f;

    private final ModelGraph.Builder graph;
    private final Map<String, Integer> widths = new HashMap<>();

    /** @param height of the images, like {@code width}; the batch is free */
    NetworkDraft(String name, int channels, int height, int width) {
        graph = ModelGraph.builder(name);
        List<Dim> sizes = List.of(Dim.symbol("N"), Dim.of(channels), Dim.of(height), Dim.of(width));
        graph.input(INPUT, TensorType.floats(new Shape(sizes)));
        widths.put(INPUT, channels);
    }

    /** Channels of a value. */
    int width(String value) {
        Integer width = widths.get(value);
        if (width == null) {
            throw new IllegalArgumentException("There is no value (%s) yet.".formatted(value));
        }
        return width;
    }

    /** A convolution without bias that keeps the size or, with stride 2, halves it; then BatchNormalization. */
    String normalized(String part, String in, int outWidth, int kernel, int stride) {
        return normalized(part, in, outWidth, kernel, stride, 1);
    }

    /** A depthwise convolution without bias, then BatchNormalization. */
    String depthwise(String part, String in, int kernel, int stride) {
        return normalized(part, in, width(in), kernel, stride, width(in));
    }

    private String normalized(String part, String in, int outWidth, int kernel, int stride, int groups) {
        String conv = part + ".conv";
        String norm = part + ".norm";
        weight(conv + ".weight", outWidth, width(in) / groups, kernel, kernel);
        node(conv, Operator.Convolution.of(kernel, stride, kernel / 2, groups), outWidth, in, conv + ".weight");
        for (String vector : List.of(".scale", ".bias", ".mean", ".variance")) {
            weight(norm + vector, outWidth);
        }
        return node(
                norm,
                Operator.Normalization.batch(EPSILON),
                outWidth,
                conv + ".out",
                norm + ".scale",
                norm + ".bias",
                norm + ".mean",
                norm + ".variance");
    }

    /** A convolution with bias and ReLU, of stride 1. */
    String activated(String name, String in, int outWidth, int kernel, int pad) {
        weight(name + ".weight", outWidth, width(in), kernel, kernel);
        weight(name + ".bias", outWidth);
        Operator convolution = Operator.Convolution.of(kernel, 1, pad, 1);
        return relu(name + ".relu", node(name, convolution, outWidth, in, name + ".weight", name + ".bias"));
    }

    /** The greatest of each 2×2 places. */
    String halved(String name, String in) {
        Operator pool = new Operator.Pool(
                Operator.Pool.Kind.MAX,
                false,
                Longs.repeat(2, 2),
                Longs.repeat(2, 2),
                Longs.repeat(0, 4),
                Longs.repeat(1, 2),
                false,
                false,
                Operator.AutoPad.NOTSET);
        return node(name, pool, width(in), in);
    }

    /** The channels of an image of {@code places} places one behind the other. */
    String flat(String name, String in, int places) {
        return node(name, Operator.Reshape.of(Operator.Reshape.Kind.FLATTEN), width(in) * places, in);
    }

    /** A dense layer with ReLU. */
    String dense(String name, String in, int outWidth) {
        weight(name + ".weight", outWidth, width(in));
        weight(name + ".bias", outWidth);
        Operator product = new Operator.Gemm(false, true, 1, 1);
        return relu(name + ".relu", node(name, product, outWidth, in, name + ".weight", name + ".bias"));
    }

    String relu(String name, String in) {
        return node(name, Operator.Activation.of(Operator.Activation.Kind.RELU), width(in), in);
    }

    String add(String name, String left, String right) {
        return node(name, new Operator.Elementwise(Operator.Elementwise.Kind.ADD), width(left), left, right);
    }

    /** The channels of {@code in} in two halves. */
    List<String> halves(String name, String in) {
        int half = width(in) / 2;
        List<String> parts = List.of(name + ".out.0", name + ".out.1");
        graph.constant(name + ".sizes", IntegerConstant.vector(half, half));
        graph.node(new Node(name, new Operator.Split(1, Longs.of(), 0), List.of(in, name + ".sizes"), parts));
        parts.forEach(part -> widths.put(part, half));
        return parts;
    }

    /** The channels of both, one behind the other, then shuffled: of each pair one from either side. */
    String shuffled(String name, String left, String right, int height, int width) {
        int channels = width(left) + width(right);
        String joined = node(name + ".concat", new Operator.Concat(1), channels, left, right);
        graph.constant(name + ".split.shape", IntegerConstant.vector(-1, 2, channels / 2, height, width));
        graph.constant(name + ".join.shape", IntegerConstant.vector(-1, channels, height, width));
        Operator reshape = Operator.Reshape.of(Operator.Reshape.Kind.RESHAPE);
        String split = node(name + ".split", reshape, channels, joined, name + ".split.shape");
        String swapped = node(name + ".swap", new Operator.Transpose(Longs.of(0, 2, 1, 3, 4)), channels, split);
        return node(name + ".join", reshape, channels, swapped, name + ".join.shape");
    }

    /** Mean over the image, then a dense layer to the logits; the finished structure. */
    ModelGraph classified(String in, int classes) {
        String pooled = node("pool", Operator.Pool.globalAverage(), width(in), in);
        return head(flat("flatten", pooled, 1), classes);
    }

    /** A dense layer to the logits; the finished structure. */
    ModelGraph head(String flat, int classes) {
        weight("head.weight", classes, width(flat));
        weight("head.bias", classes);
        graph.node("head", new Operator.Gemm(false, true, 1, 1), List.of(flat, "head.weight", "head.bias"), OUTPUT);
        graph.output(OUTPUT, TensorType.floats(new Shape(List.of(Dim.symbol("N"), Dim.of(classes)))));
        return graph.build();
    }

    private String node(String name, Operator operator, int outWidth, String... inputs) {
        String out = name + ".out";
        graph.node(name, operator, List.of(inputs), out);
        widths.put(out, outWidth);
        return out;
    }

    private void weight(String value, long... sizes) {
        graph.weight(value, new TensorType(DataType.FLOAT, Shape.of(sizes)));
    }
}
