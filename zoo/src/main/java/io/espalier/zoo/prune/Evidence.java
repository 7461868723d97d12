package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.weights.Model;

/** What sample images tell about a network: the port of the importances that look at more than weights. */
public interface Evidence {

    /** Which images, in what batches, on what runtime and engine: equal texts mean equal evidence. */
    String description();

    /** How active the channels are. @param groups the channel groups of {@code model} */
    ActivationEvidence activations(Model model, ChannelGroups groups);

    /**
     * How the loss depends on the units.
     *
     * @param groups the channel groups of {@code model}
     * @throws io.espalier.zoo.graph.UnsupportedFeatureException when no gradients of such a network can be had
     */
    GradientEvidence gradients(Model model, ChannelGroups groups);
}
