package io.espalier.zoo.model;

import io.espalier.zoo.graph.ModelGraph;
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
    public static final String INPUT = NetworkDraft.INPUT;

    /** The value of the logits, {@code [N, classes]}. */
    public static final String OUTPUT = NetworkDraft.OUTPUT;

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
        NetworkDraft draft = new NetworkDraft(name, channels, height, width);
        String stream = draft.normalized("stem", INPUT, stages.get(0).width(), 3, 1);
        stream = draft.relu("stem.relu", stream);
        for (int stage = 0; stage < stages.size(); stage++) {
            Stage form = stages.get(stage);
            for (int block = 0; block < form.blocks(); block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                stream = block(draft, "stages.%d.blocks.%d".formatted(stage, block), stream, form.width(), stride);
            }
        }
        return draft.classified(stream, classes);
    }

    private static String block(NetworkDraft draft, String block, String in, int width, int stride) {
        String inner = draft.relu(block + ".relu1", draft.normalized(block + ".1", in, width, 3, stride));
        String branch = draft.normalized(block + ".2", inner, width, 3, 1);
        String shortcut = stride == 1 && draft.width(in) == width
                ? in
                : draft.normalized(block + ".shortcut", in, width, 1, stride);
        return draft.relu(block + ".relu2", draft.add(block + ".add", branch, shortcut));
    }
}
