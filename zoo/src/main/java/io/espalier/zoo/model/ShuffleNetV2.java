package io.espalier.zoo.model;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Model;
import java.util.List;

/**
 * Units that work on half of their channels and shuffle them with the other half (Ma et al., "ShuffleNet V2", 2018,
 * figure 3 c and d), for small images.
 *
 * @param name of the graph
 * @param channels of the images
 * @param height of the images; divisible by 2 for every stage
 * @param width of the images; divisible by 2 for every stage
 * @param stem channels of the first convolution
 * @param stages at least one; each halves the image
 * @param head channels of the last 1×1 convolution
 * @param classes number of logits
 */
public record ShuffleNetV2(
        String name, int channels, int height, int width, int stem, List<Stage> stages, int head, int classes) {
    public ShuffleNetV2 {
        stages = List.copyOf(stages);
        if (stages.isEmpty() || channels < 1 || stem < 1 || head < 1 || classes < 1) {
            throw new IllegalArgumentException(
                    "A ShuffleNetV2 needs channels (%d), a stem (%d), stages (%s), a head (%d) and classes (%d)."
                            .formatted(channels, stem, stages, head, classes));
        }
        int halved = 1 << stages.size();
        if (height < halved || width < halved || height % halved != 0 || width % halved != 0) {
            throw new IllegalArgumentException("The height (%d) and width (%d) must be multiples of %d, for %d stages."
                    .formatted(height, width, halved, stages.size()));
        }
    }

    /**
     * Units of one width.
     *
     * @param width channels of the stream, even
     * @param units the first of which halves the image
     */
    public record Stage(int width, int units) {
        public Stage {
            if (width < 2 || width % 2 != 0 || units < 1) {
                throw new IllegalArgumentException(
                        "The width (%d) of a stage must be even, and its units (%d) 1 or more."
                                .formatted(width, units));
            }
        }
    }

    /** A network for 32×32 colour images: the paper's 1×, at widths that halve to multiples of 16. */
    public static ShuffleNetV2 cifar(int classes) {
        List<Stage> stages = List.of(new Stage(128, 4), new Stage(256, 5), new Stage(512, 4));
        return new ShuffleNetV2("shufflenetv2", 3, 32, 32, 32, stages, 512, classes);
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
            for (int unit = 0; unit < form.units(); unit++) {
                String part = "stages.%d.units.%d".formatted(stage, unit);
                stream = unit == 0
                        ? halving(draft, part, stream, form.width() / 2, stage)
                        : unit(draft, part, stream, form.width() / 2, stage);
            }
        }
        stream = draft.relu("last.relu", draft.normalized("last", stream, head, 1, 1));
        return draft.classified(stream, classes);
    }

    private String unit(NetworkDraft draft, String unit, String in, int half, int stage) {
        List<String> halves = draft.halves(unit + ".halves", in);
        return shuffled(draft, unit, halves.get(0), branch(draft, unit, halves.get(1), half, 1), stage);
    }

    private String halving(NetworkDraft draft, String unit, String in, int half, int stage) {
        String left = draft.depthwise(unit + ".left.filter", in, 3, 2);
        left = draft.relu(unit + ".left.relu", draft.normalized(unit + ".left.project", left, half, 1, 1));
        return shuffled(draft, unit, left, branch(draft, unit, in, half, 2), stage);
    }

    private static String branch(NetworkDraft draft, String unit, String in, int half, int stride) {
        String inner = draft.relu(unit + ".relu1", draft.normalized(unit + ".1", in, half, 1, 1));
        String filtered = draft.depthwise(unit + ".filter", inner, 3, stride);
        return draft.relu(unit + ".relu2", draft.normalized(unit + ".2", filtered, half, 1, 1));
    }

    private String shuffled(NetworkDraft draft, String unit, String left, String right, int stage) {
        int halved = 2 << stage;
        return draft.shuffled(unit + ".shuffle", left, right, height / halved, width / halved);
    }
}
