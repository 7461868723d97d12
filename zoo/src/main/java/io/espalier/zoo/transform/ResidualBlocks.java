package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import java.util.List;

/** Finds the residual blocks of a network, removable or not. */
public final class ResidualBlocks {
    private ResidualBlocks() {}

    /** The blocks in the order of their Adds. */
    public static List<ResidualBlock> of(ModelGraph graph) {
        return List.of();
    }
}
