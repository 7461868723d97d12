package io.espalier.zoo.transform;

import java.util.List;

/**
 * A residual block: an Add of a branch and a shortcut that start at the same value.
 *
 * @param id the first weight that the block reads, stable under folding and cutting; else the name of the Add
 * @param removable whether the network without the block still fits together
 * @param reason why it is not removable; empty when it is
 * @param nodes names of the nodes that go with the block, in order
 * @param entry the value it starts from
 * @param exit the value that becomes {@code entry} when the block is removed
 */
public record ResidualBlock(
        String id, boolean removable, String reason, List<String> nodes, String entry, String exit) {
    public ResidualBlock {
        nodes = List.copyOf(nodes);
        if (removable != reason.isEmpty()) {
            throw new IllegalArgumentException(
                    "The block (%s) is removable (%s), but its reason is (%s).".formatted(id, removable, reason));
        }
    }
}
