package io.espalier.cost.analytic;

import io.espalier.cost.CostQuery;
import io.espalier.profile.Kernel;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.TensorType;
import java.util.HashMap;
import java.util.Map;

/**
 * Follows the activations of a network through the order of its nodes. An activation lives from the node that writes it
 * to the last that reads it; inputs live from the start, outputs to the end. What a kernel of fewer bits writes is
 * stored in as many.
 */
final class PeakMemory {
    private final CostQuery query;
    private final ModelGraph graph;
    private final int batch;
    private final Map<String, Integer> lastReader = new HashMap<>();
    private final Map<String, Integer> bits = new HashMap<>();

    PeakMemory(CostQuery query, int batch) {
        this.query = query;
        this.graph = query.graph();
        this.batch = batch;
        for (int i = 0; i < graph.nodes().size(); i++) {
            for (String read : ModelGraph.readsOf(graph.nodes().get(i))) {
                lastReader.put(read, i);
            }
        }
        for (Kernel kernel : query.kernels()) {
            kernel.nodes()
                    .forEach(node -> bits.put(node, kernel.key().precision().activationBits()));
        }
        for (GraphValue output : graph.outputs()) {
            lastReader.put(output.name(), graph.nodes().size());
        }
    }

    /** The peak; values of unknown shape count nothing. */
    long bytes() {
        Map<String, Long> live = new HashMap<>();
        long now = 0;
        for (GraphValue input : graph.inputs()) {
            now += bytesOf(input.name());
            live.put(input.name(), bytesOf(input.name()));
        }
        long peak = now;
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            for (String output : node.outputs()) {
                long bytes = output.isEmpty() ? 0 : bytesWritten(node, output);
                live.put(output, bytes);
                now += bytes;
            }
            peak = Math.max(peak, now);
            for (String value : ModelGraph.readsOf(node)) {
                if (lastReader.getOrDefault(value, -1) == i) {
                    now -= live.getOrDefault(value, 0L);
                    live.remove(value);
                }
            }
            for (String output : node.outputs()) {
                if (!lastReader.containsKey(output)) {
                    now -= live.getOrDefault(output, 0L);
                    live.remove(output);
                }
            }
        }
        return peak;
    }

    private long bytesWritten(Node node, String value) {
        long bytes = bytesOf(value);
        boolean isFloat = query.shapes()
                .type(value)
                .map(type -> type.dataType() == DataType.FLOAT)
                .orElse(false);
        return isFloat && !graph.isOutput(value)
                ? bytes * bits.getOrDefault(node.name(), DataType.FLOAT.bits()) / DataType.FLOAT.bits()
                : bytes;
    }

    private long bytesOf(String value) {
        return query.shapes().type(value).map(this::bytesOf).orElse(0L);
    }

    private long bytesOf(TensorType type) {
        return type.dataType().bytes(type.shape().withSymbols(batch).elements());
    }
}
