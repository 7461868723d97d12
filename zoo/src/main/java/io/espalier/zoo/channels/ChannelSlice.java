package io.espalier.zoo.channels;

import io.espalier.zoo.graph.Longs;
import java.util.List;

/**
 * What a group's units are on one axis of one value.
 *
 * @param value name of a weight or of a computed value
 * @param weight whether {@code value} is a weight (or a float constant) of the graph
 * @param axis 0 or more
 * @param indices of every unit of the group, in order: its ascending positions on the axis; empty for a unit that does
 *     not reach this value
 */
public record ChannelSlice(String value, boolean weight, int axis, List<Longs> indices) {
    public ChannelSlice {
        indices = List.copyOf(indices);
    }
}
