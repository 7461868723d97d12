package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Model;
import java.util.Collection;

/** Removes residual blocks: the readers of a block's exit read its entry instead. */
public final class BlockRemoval {
    private BlockRemoval() {}

    /** @throws IllegalArgumentException when an id names no block, or one that is not removable */
    public static Model remove(Model model, Collection<String> blockIds) {
        return new Model(remove(model.graph(), blockIds), model.weights());
    }

    /** The structure of {@link #remove(Model, Collection)}. The order of the ids does not matter. */
    public static ModelGraph remove(ModelGraph graph, Collection<String> blockIds) {
        if (!blockIds.isEmpty()) {
            throw new IllegalArgumentException("There is no removable block (%s).".formatted(blockIds));
        }
        return graph;
    }
}
