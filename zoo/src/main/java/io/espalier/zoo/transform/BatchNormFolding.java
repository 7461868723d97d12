package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Folds each batch normalization that is the only reader of a convolution or Gemm into that operator's weight and bias.
 * The weight keeps its name; one that others read as well is copied as {@code <weight>@<node>}, and a bias that was not
 * there is named {@code <node>.bias}. The normalization's output keeps its name.
 */
public final class BatchNormFolding {
    private BatchNormFolding() {}

    public static Model fold(Model model) {
        return fold(model, norm -> true);
    }

    /** The structure of {@link #fold(Model)}: the same values of the same names. */
    public static ModelGraph fold(ModelGraph graph) {
        return structure(graph, BatchNormFold.allIn(graph, norm -> true));
    }

    /** Folds only the normalizations that {@code chosen} accepts. */
    static Model fold(Model model, Predicate<Node> chosen) {
        List<BatchNormFold> folds = BatchNormFold.allIn(model.graph(), chosen);
        Map<String, Tensor> changed = new LinkedHashMap<>();
        for (BatchNormFold fold : folds) {
            changed.putAll(fold.folded(model.weights()));
        }
        Weights weights = model.weights().with(changed);
        return new Model(structure(model.graph(), folds), weights);
    }

    private static ModelGraph structure(ModelGraph graph, List<BatchNormFold> folds) {
        if (folds.isEmpty()) {
            return graph;
        }
        ModelGraph.Builder builder = graph.toBuilder();
        Map<String, Node> replaced = new HashMap<>();
        Set<String> gone = new HashSet<>();
        for (BatchNormFold fold : folds) {
            fold.newTypes(graph).forEach(builder::weight);
            replaced.put(fold.node().name(), fold.foldedNode());
            gone.add(fold.norm().name());
        }
        List<Node> nodes = graph.nodes().stream()
                .filter(node -> !gone.contains(node.name()))
                .map(node -> replaced.getOrDefault(node.name(), node))
                .toList();
        return DeadNodes.remove(builder.nodes(nodes).build());
    }
}
