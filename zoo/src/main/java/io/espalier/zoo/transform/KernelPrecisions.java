package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One precision for a whole network but for its ends, which lose the most where weights and activations have few bits. */
public final class KernelPrecisions {
    private KernelPrecisions() {}

    /**
     * The precision of each node.
     *
     * @param graph in its exported form
     * @param inner of all nodes but the ends
     * @param ends of the first and the last convolution or dense layer
     */
    public static Function<Node, Precision> of(ModelGraph graph, Precision inner, Precision ends) {
        ActivationWidths widths = new ActivationWidths(graph, node -> Precision.INT8);
        List<String> kernels = graph.nodes().stream()
                .filter(widths::multiplies)
                .map(Node::name)
                .toList();
        Map<String, Precision> outer = kernels.stream()
                .filter(name -> name.equals(kernels.get(0)) || name.equals(kernels.get(kernels.size() - 1)))
                .collect(Collectors.toMap(name -> name, name -> ends));
        return node -> outer.getOrDefault(node.name(), inner);
    }
}
