package io.espalier.zoo.transform;

import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes nodes, constants and weights that no graph output depends on. Inputs and outputs stay. */
public final class DeadNodes {
    private DeadNodes() {}

    public static Model remove(Model model) {
        return new Model(remove(model.graph()), model.weights());
    }

    public static ModelGraph remove(ModelGraph graph) {
        Set<String> needed = new HashSet<>();
        for (GraphValue output : graph.outputs()) {
            needed.add(output.name());
        }
        List<Node> alive = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (node.outputs().stream().anyMatch(needed::contains)) {
                alive.add(node);
                needed.addAll(ModelGraph.readsOf(node));
            }
        }
        Collections.reverse(alive);
        ModelGraph.Builder builder = graph.toBuilder().nodes(alive);
        graph.constants().keySet().stream()
                .filter(name -> !needed.contains(name))
                .forEach(builder::remove);
        graph.weights().keySet().stream().filter(name -> !needed.contains(name)).forEach(builder::remove);
        return builder.build();
    }
}
