package io.espalier.cost.energy;

import io.espalier.cost.CostQuery;
import io.espalier.profile.Kernel;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the kernels of a network read and write: each reads its weights and the activations that others left, and writes
 * what others, or the user, will read. What passes between the operators of one kernel stays in registers.
 *
 * @param weights bytes of weights, read once a call whatever the batch
 * @param activations bytes of activations of one example, read and written
 */
record MovedBytes(double weights, double activations) {
    private static final double BITS_OF_BYTE = 8;

    static MovedBytes of(CostQuery query) {
        Map<String, Node> nodes = new HashMap<>();
        query.graph().nodes().forEach(node -> nodes.put(node.name(), node));
        double weights = 0;
        double activations = 0;
        for (Kernel kernel : query.kernels()) {
            Precision precision = kernel.key().precision();
            Set<String> written = new HashSet<>();
            Set<String> read = new HashSet<>();
            for (String name : kernel.nodes()) {
                Node node = nodes.get(name);
                if (node != null) {
                    read.addAll(ModelGraph.readsOf(node));
                    written.addAll(node.outputs());
                }
            }
            for (String value : read) {
                TensorType weight = query.graph().weights().get(value);
                if (weight != null) {
                    weights += bytes(weight, precision.weightBits());
                } else if (!written.contains(value) && !query.graph().isConstant(value)) {
                    activations += activation(query, value, precision);
                }
            }
            for (String value : written) {
                if (isReadElsewhere(query.graph(), value, kernel)) {
                    activations += activation(query, value, precision);
                }
            }
        }
        return new MovedBytes(weights, activations);
    }

    private static boolean isReadElsewhere(ModelGraph graph, String value, Kernel kernel) {
        return graph.isOutput(value)
                || graph.consumers(value).stream()
                        .anyMatch(reader -> !kernel.nodes().contains(reader.name()));
    }

    private static double activation(CostQuery query, String value, Precision precision) {
        return query.shapes()
                .type(value)
                .map(type -> bytes(type, precision.activationBits()))
                .orElse(0.0);
    }

    /** Floats are moved in the kernel's own width. */
    private static double bytes(TensorType type, int bits) {
        int width = type.dataType() == DataType.FLOAT ? bits : type.dataType().bits();
        return type.shape().withSymbols(1).elements() * width / BITS_OF_BYTE;
    }
}
