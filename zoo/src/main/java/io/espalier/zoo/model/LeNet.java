package io.espalier.zoo.model;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Model;

/**
 * LeNet-5 (LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998) as it is used today, with ReLU and
 * maximum pooling: two convolutions of 5×5 and three dense layers, no normalization. Most of its weights are dense.
 *
 * @param channels of the images
 * @param height of the images, like {@code width} at least 12
 * @param width of the images
 * @param classes number of logits
 */
public record LeNet(int channels, int height, int width, int classes) {
    /** The value of the images, {@code [N, channels, height, width]}. */
    public static final String INPUT = NetworkDraft.INPUT;

    /** The smallest image of which something is left behind the second convolution and pooling. */
    private static final int SMALLEST = 12;

    public LeNet {
        if (channels < 1 || height < SMALLEST || width < SMALLEST || classes < 1) {
            throw new IllegalArgumentException("A LeNet needs images (%d×%d×%d) of %d×%d or more and classes (%d)."
                    .formatted(channels, height, width, SMALLEST, SMALLEST, classes));
        }
    }

    /** Structure and fresh weights: He's normal initialisation, from {@code seed} alone. */
    public Model initialized(long seed) {
        return HeInitialization.of(graph(), seed);
    }

    /** The structure. */
    public ModelGraph graph() {
        NetworkDraft draft = new NetworkDraft("lenet5", channels, height, width);
        String first = draft.halved("pool1", draft.activated("conv1", INPUT, 6, 5, 2));
        String second = draft.halved("pool2", draft.activated("conv2", first, 16, 5, 0));
        String flat = draft.flat("flatten", second, left(height) * left(width));
        return draft.head(draft.dense("dense2", draft.dense("dense1", flat, 120), 84), classes);
    }

    /** Of a side of the image, behind the second pooling. */
    private static int left(int side) {
        return (side / 2 - 4) / 2;
    }
}
