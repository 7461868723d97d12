package io.espalier.zoo.channels;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import java.util.List;
import java.util.Optional;

/**
 * The channel groups of a network. They refer to its folded graph ({@link #graph}): chains of integer constants are
 * evaluated and copies of weights resolved, every value that is left keeps its name. Immutable.
 */
public final class ChannelGroups {
    private ChannelGroups() {}

    /** The groups of {@code graph}, folded or not. */
    public static ChannelGroups of(ModelGraph graph) {
        throw new UnsupportedFeatureException("The channels of (%s) are not grouped yet.".formatted(graph.name()));
    }

    /** The folded graph that the groups speak of. */
    public ModelGraph graph() {
        throw new UnsupportedFeatureException("The channels are not grouped yet.");
    }

    /** All groups, frozen ones too, in the order of their first producers. */
    public List<ChannelGroup> groups() {
        return List.of();
    }

    public Optional<ChannelGroup> group(String id) {
        return groups().stream().filter(group -> group.id().equals(id)).findFirst();
    }
}
