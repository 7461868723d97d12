package io.espalier.zoo.repair;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The places of a network where one value alone leads on: all nodes behind need no other. */
final class Bottlenecks {
    private final Map<String, Integer> positions = new HashMap<>();
    private final TreeMap<Integer, String> values = new TreeMap<>();

    private Bottlenecks() {}

    static Bottlenecks of(ModelGraph graph) {
        Bottlenecks bottlenecks = new Bottlenecks();
        Shapes shapes = ShapeInference.infer(graph);
        Map<String, Integer> lastUses = lastUses(graph);
        Set<String> live = new HashSet<>();
        for (GraphValue input : graph.inputs()) {
            live.add(input.name());
        }
        for (int position = 0; position < graph.nodes().size(); position++) {
            Node node = graph.nodes().get(position);
            bottlenecks.positions.put(node.name(), position);
            live.addAll(node.outputs());
            int now = position;
            live.removeIf(value -> lastUses.getOrDefault(value, -1) <= now);
            if (live.size() == 1) {
                String value = live.iterator().next();
                if (shapes.type(value)
                        .filter(type -> type.dataType() == DataType.FLOAT)
                        .isPresent()) {
                    bottlenecks.values.put(position, value);
                }
            }
        }
        return bottlenecks;
    }

    private static Map<String, Integer> lastUses(ModelGraph graph) {
        Map<String, Integer> lastUses = new HashMap<>();
        for (int position = 0; position < graph.nodes().size(); position++) {
            for (String value : ModelGraph.readsOf(graph.nodes().get(position))) {
                lastUses.put(value, position);
            }
        }
        return lastUses;
    }

    /** The last one before the node of this name, by its position and value. */
    Optional<Map.Entry<Integer, String>> before(String node) {
        return Optional.ofNullable(values.lowerEntry(positions.getOrDefault(node, -1)));
    }
}
