package io.espalier.zoo.model;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import java.util.List;

/**
 * Small residual networks of basic blocks for small images (He et al., "Deep Residual Learning for Image Recognition",
 * 2016, section 4.2), with BatchNormalization as nodes, and 1×1 convolutions as shortcuts where the size changes.
 *
 * @param name of the graph
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param stages at least one; each after the first halves the image
 * @param classes number of logits
 */
public record ResNet(String name, int channels, int height, int width, List<Stage> stages, int classes) {
    /** The value of the images, {@code [N, channels, height, width]}. */
    public static final String INPUT = "input";

    /** The value of the logits, {@code [N, classes]}. */
    public static final String OUTPUT = "logits";

    private static final float EPSILON = 1e-5f;

    public ResNet {
        stages = List.copyOf(stages);
        if (stages.isEmpty() || channels < 1 || height < 1 || width < 1 || classes < 1) {
            throw new IllegalArgumentException("A ResNet needs images (%d×%d×%d), stages (%s) and classes (%d)."
                    .formatted(channels, height, width, stages, classes));
        }
    }

    /**
     * Blocks of one width.
     *
     * @param width channels of the stream, and inside the blocks
     */
    public record Stage(int width, int blocks) {
        public Stage {
            if (width < 1 || blocks < 1) {
                throw new IllegalArgumentException(
                        "The width (%d) and the blocks (%d) of a stage must be 1 or more.".formatted(width, blocks));
            }
        }
    }

    /** A network for 32×32 colour images: {@code blocks} a stage of 16, 32 and 64 channels, 6 · blocks + 2 deep. */
    public static ResNet cifar(int blocks, int classes) {
        List<Stage> stages = List.of(new Stage(16, blocks), new Stage(32, blocks), new Stage(64, blocks));
        return new ResNet("resnet" + (6 * blocks + 2), 3, 32, 32, stages, classes);
    }

    /** Structure and fresh weights: He's normal initialisation, from {@code seed} alone. */
    public Model initialized(long seed) {
        return HeInitialization.of(graph(), seed);
    }

    /** The structure. */
    public ModelGraph graph() {
        return new Assembly().assemble();
    }

    /** Adds nodes one after the other; every node names its output and weights after itself. */
    private final class Assembly {
        private final ModelGraph.Builder graph = ModelGraph.builder(name);
        private int streamWidth = channels;

        ModelGraph assemble() {
            graph.input(
                    INPUT,
                    TensorType.floats(
                            new Shape(List.of(Dim.symbol("N"), Dim.of(channels), Dim.of(height), Dim.of(width)))));
            String stream = normalized("stem", INPUT, stages.get(0).width(), 3, 1);
            stream = relu("stem.relu", stream);
            for (int stage = 0; stage < stages.size(); stage++) {
                Stage form = stages.get(stage);
                for (int block = 0; block < form.blocks(); block++) {
                    int stride = stage > 0 && block == 0 ? 2 : 1;
                    stream = block("stages.%d.blocks.%d".formatted(stage, block), stream, form.width(), stride);
                }
            }
            graph.node("pool", Operator.Pool.globalAverage(), List.of(stream), "pool.out");
            graph.node(
                    "flatten", Operator.Reshape.of(Operator.Reshape.Kind.FLATTEN), List.of("pool.out"), "flatten.out");
            weight("head.weight", classes, streamWidth);
            weight("head.bias", classes);
            graph.node(
                    "head",
                    new Operator.Gemm(false, true, 1, 1),
                    List.of("flatten.out", "head.weight", "head.bias"),
                    OUTPUT);
            graph.output(OUTPUT, TensorType.floats(new Shape(List.of(Dim.symbol("N"), Dim.of(classes)))));
            return graph.build();
        }

        private String block(String block, String in, int blockWidth, int stride) {
            int inWidth = streamWidth;
            String inner = relu(block + ".relu1", normalized(block + ".1", in, blockWidth, 3, stride));
            String branch = normalized(block + ".2", inner, blockWidth, 3, 1);
            String shortcut = in;
            if (stride != 1 || inWidth != blockWidth) {
                streamWidth = inWidth;
                shortcut = normalized(block + ".shortcut", in, blockWidth, 1, stride);
            }
            String sum = block + ".add.out";
            graph.node(
                    block + ".add",
                    new Operator.Elementwise(Operator.Elementwise.Kind.ADD),
                    List.of(branch, shortcut),
                    sum);
            return relu(block + ".relu2", sum);
        }

        /** A convolution without bias, then BatchNormalization. */
        private String normalized(String part, String in, int outWidth, int kernel, int stride) {
            String conv = part + ".conv";
            String norm = part + ".norm";
            weight(conv + ".weight", outWidth, streamWidth, kernel, kernel);
            graph.node(
                    conv,
                    Operator.Convolution.of(kernel, stride, kernel / 2, 1),
                    List.of(in, conv + ".weight"),
                    conv + ".out");
            for (String vector : List.of(".scale", ".bias", ".mean", ".variance")) {
                weight(norm + vector, outWidth);
            }
            graph.node(
                    norm,
                    Operator.Normalization.batch(EPSILON),
                    List.of(conv + ".out", norm + ".scale", norm + ".bias", norm + ".mean", norm + ".variance"),
                    norm + ".out");
            streamWidth = outWidth;
            return norm + ".out";
        }

        private String relu(String node, String in) {
            graph.node(node, Operator.Activation.of(Operator.Activation.Kind.RELU), List.of(in), node + ".out");
            return node + ".out";
        }

        private void weight(String value, long... sizes) {
            graph.weight(value, new TensorType(DataType.FLOAT, Shape.of(sizes)));
        }
    }
}
