package io.espalier.zoo.weights;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.TensorType;
import java.util.LinkedHashMap;
import java.util.Map;

/** A network that can run: structure, and a tensor of the declared type for each of its weights, no more and no less. */
public record Model(ModelGraph graph, Weights weights) {
    public Model {
        for (Map.Entry<String, TensorType> declared : graph.weights().entrySet()) {
            if (!weights.has(declared.getKey())) {
                throw new IllegalArgumentException("The weight (%s) has no numbers.".formatted(declared.getKey()));
            }
            TensorType actual = weights.get(declared.getKey()).type();
            if (!actual.equals(declared.getValue())) {
                throw new IllegalArgumentException("The weight (%s) is %s, but the graph declares %s."
                        .formatted(declared.getKey(), actual, declared.getValue()));
            }
        }
        if (weights.tensors().size() != graph.weights().size()) {
            weights = onlyUsed(graph, weights);
        }
    }

    private static Weights onlyUsed(ModelGraph graph, Weights weights) {
        Map<String, Tensor> used = new LinkedHashMap<>();
        for (String name : graph.weights().keySet()) {
            used.put(name, weights.get(name));
        }
        return Weights.of(used);
    }
}
