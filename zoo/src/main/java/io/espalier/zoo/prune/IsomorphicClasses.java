package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Groups of the same structure: the same kinds of layers on the same sides, whatever their sizes. Fang et al., "Isomorphic
 * Pruning for Vision Models" (2024): importances compare within such a class, where they follow one distribution, and not
 * between a residual stream, say, and the inside of a block.
 */
final class IsomorphicClasses {
    private IsomorphicClasses() {}

    /** The prunable groups, in classes, in the order of each class's first group. */
    static List<List<ChannelGroup>> of(ChannelGroups groups) {
        Map<List<String>, List<ChannelGroup>> classes = new LinkedHashMap<>();
        for (ChannelGroup group : groups.prunable()) {
            classes.computeIfAbsent(structure(groups.graph(), group), structure -> new ArrayList<>())
                    .add(group);
        }
        return List.copyOf(classes.values());
    }

    /** For every weight of the group: which kind of layer reads it, as which input, and along which axis the units lie. */
    private static List<String> structure(ModelGraph graph, ChannelGroup group) {
        List<String> sides = new ArrayList<>();
        for (ChannelSlice slice : group.slices()) {
            if (slice.weight()) {
                for (Node reader : graph.consumers(slice.value())) {
                    sides.add("%s %d %d"
                            .formatted(kind(graph, reader), reader.inputs().indexOf(slice.value()), slice.axis()));
                }
            }
        }
        return sides.stream().sorted().toList();
    }

    private static String kind(ModelGraph graph, Node node) {
        if (node.operator() instanceof Operator.Convolution convolution) {
            @Nullable TensorType weight = graph.weights().get(node.input(1));
            boolean depthwise = convolution.groups() > 1
                    && weight != null
                    && weight.shape().dim(1).isKnown()
                    && weight.shape().size(1) == 1;
            String grouped = convolution.groups() > 1 ? "grouped" : "";
            return "Convolution %s %s".formatted(convolution.transposed(), depthwise ? "depthwise" : grouped);
        }
        if (node.operator() instanceof Operator.Normalization normalization) {
            return normalization.kind().onnxName();
        }
        if (node.operator() instanceof Operator.Elementwise elementwise) {
            return elementwise.kind().onnxName();
        }
        return node.operator().getClass().getSimpleName();
    }
}
