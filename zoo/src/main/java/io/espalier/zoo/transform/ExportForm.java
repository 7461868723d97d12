package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Model;

/**
 * A network as it is exported and run: constants folded, identities and dead nodes gone, batch normalizations folded.
 * Parameters, MACs, sizes and kernels of candidates are counted on this form. Names of inputs, outputs and of the
 * weights that stay do not change, and the export form of an export form is itself.
 */
public final class ExportForm {
    private ExportForm() {}

    public static Model of(Model model) {
        return BatchNormFolding.fold(new Model(simplified(model.graph()), model.weights()));
    }

    /** The structure of {@link #of(Model)}: the same values of the same names. */
    public static ModelGraph of(ModelGraph graph) {
        return BatchNormFolding.fold(simplified(graph));
    }

    private static ModelGraph simplified(ModelGraph graph) {
        return DeadNodes.remove(Identities.remove(ConstantFolding.fold(graph)));
    }
}
