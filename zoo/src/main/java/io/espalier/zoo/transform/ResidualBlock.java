package io.espalier.zoo.transform;

import java.util.HashSet;
import java.util.List;

/**
 * A residual block: the sum of a stream and a branch that starts from it.
 *
 * @param id the first weight that the block alone reads, stable under folding and cutting; else the name of the sum
 * @param removable whether the network without the block still fits together
 * @param reason why it is not removable; empty when it is
 * @param nodes names of the nodes that go with the block, in order
 * @param entry the stream, which takes the exit's place; of a block that is not removable: the value it starts from
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

    /** Whether {@code other} goes when this one is removed. */
    public boolean contains(ResidualBlock other) {
        return !other.id.equals(id) && new HashSet<>(nodes).containsAll(other.nodes);
    }
}
