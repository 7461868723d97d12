package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelAxis;
import io.espalier.zoo.channels.ChannelGroups;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What one plan leaves of the axes of weights and values. */
public final class KeptPositions {
    private final ChannelGroups groups;
    private final Cut cut;

    KeptPositions(ChannelGroups groups, Cut cut) {
        this.groups = groups;
        this.cut = cut;
    }

    /**
     * The positions that stay, ascending.
     *
     * @param value name of a weight or computed value
     * @param size of the uncut axis
     */
    public int[] of(String value, int axis, int size) {
        List<Optional<ChannelAxis>> axes = groups.axesOfValues().getOrDefault(value, List.of());
        Optional<ChannelAxis> units = axis < axes.size() ? axes.get(axis) : Optional.empty();
        return units.map(cut::positions)
                .orElseGet(() -> IntStream.range(0, size).toArray());
    }
}
