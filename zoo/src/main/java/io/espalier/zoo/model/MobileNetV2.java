package io.espalier.zoo.model;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Model;
import java.util.List;

/**
 * Inverted residuals with linear bottlenecks (Sandler et al., "MobileNetV2", 2018) for small images: a 1×1 convolution
 * widens, a depthwise 3×3 filters, a 1×1 narrows; where size and width stay, the input is added.
 *
 * @param name of the graph
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param stem channels of the first convolution
 * @param stages at least one
 * @param head channels of the last 1×1 convolution
 * @param classes number of logits
 */
public record MobileNetV2(
        String name, int channels, int height, int width, int stem, List<Stage> stages, int head, int classes) {
    public MobileNetV2 {
        stages = List.copyOf(stages);
        if (stages.isEmpty() || channels < 1 || height < 1 || width < 1 || stem < 1 || head < 1 || classes < 1) {
            throw new IllegalArgumentException(
                    "A MobileNetV2 needs images (%d×%d×%d), a stem (%d), stages (%s), a head (%d) and classes (%d)."
                            .formatted(channels, height, width, stem, stages, head, classes));
        }
    }

    /**
     * Blocks of one width.
     *
     * @param expansion how many times wider than its input a block is inside; 1: nothing is widened
     * @param stride of the first block
     */
    public record Stage(int expansion, int width, int blocks, int stride) {
        public Stage {
            if (expansion < 1 || width < 1 || blocks < 1 || stride < 1) {
                throw new IllegalArgumentException(
                        "Expansion (%d), width (%d), blocks (%d) and stride (%d) of a stage must be 1 or more."
                                .formatted(expansion, width, blocks, stride));
            }
        }
    }

    /** A network for 32×32 colour images: the paper's table 2 at half its widths, with the first two strides at 1. */
    public static MobileNetV2 cifar(int classes) {
        List<Stage> stages = List.of(
                new Stage(1, 8, 1, 1),
                new Stage(6, 16, 2, 1),
                new Stage(6, 16, 3, 2),
                new Stage(6, 32, 4, 2),
                new Stage(6, 48, 3, 1),
                new Stage(6, 80, 3, 2),
                new Stage(6, 160, 1, 1));
        return new MobileNetV2("mobilenetv2", 3, 32, 32, 16, stages, 640, classes);
    }

    /** Structure and fresh weights: He's normal initialisation, from {@code seed} alone. */
    public Model initialized(long seed) {
        return HeInitialization.of(graph(), seed);
    }

    /** The structure. */
    public ModelGraph graph() {
        NetworkDraft draft = new NetworkDraft(name, channels, height, width);
        String stream = draft.relu("stem.relu", draft.normalized("stem", NetworkDraft.INPUT, stem, 3, 1));
        for (int stage = 0; stage < stages.size(); stage++) {
            Stage form = stages.get(stage);
            for (int block = 0; block < form.blocks(); block++) {
                String part = "stages.%d.blocks.%d".formatted(stage, block);
                stream = block(draft, part, stream, form, block == 0 ? form.stride() : 1);
            }
        }
        stream = draft.relu("last.relu", draft.normalized("last", stream, head, 1, 1));
        return draft.classified(stream, classes);
    }

    private static String block(NetworkDraft draft, String block, String in, Stage form, int stride) {
        int inWidth = draft.width(in);
        String wide = in;
        if (form.expansion() > 1) {
            String widened = draft.normalized(block + ".expand", in, inWidth * form.expansion(), 1, 1);
            wide = draft.relu(block + ".relu1", widened);
        }
        String filtered = draft.relu(block + ".relu2", draft.depthwise(block + ".filter", wide, 3, stride));
        String narrow = draft.normalized(block + ".project", filtered, form.width(), 1, 1);
        return stride == 1 && inWidth == form.width() ? draft.add(block + ".add", narrow, in) : narrow;
    }
}
