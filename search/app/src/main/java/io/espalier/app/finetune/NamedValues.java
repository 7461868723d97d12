package io.espalier.app.finetune;

import io.espalier.search.objective.NearestName;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values of a network as a user names them: by their own names, or by that of the layer that computes them. */
final class NamedValues {
    private final String model;
    private final Map<String, String> values = new LinkedHashMap<>();

    /** @param model its name, for messages */
    NamedValues(String model, ModelGraph graph) {
        this.model = model;
        for (Node node : graph.nodes()) {
            values.put(node.name(), node.output());
        }
        for (Node node : graph.nodes()) {
            node.outputs().stream().filter(name -> !name.isEmpty()).forEach(name -> values.put(name, name));
        }
    }

    /** @throws IllegalArgumentException when there is none of that name */
    String find(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The model (%s) has no layer or value (%s).%nMaybe %s."
                    .formatted(model, name, NearestName.nearest(name, values.keySet(), 3)));
        }
        return value;
    }
}
