package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The structure of a network as its configuration says it.
 *
 * @param inputs names
 * @param outputs names of vertices
 * @param vertices in the order in which their numbers lie in the file: a topological one
 */
record Dl4jNetwork(List<String> inputs, List<String> outputs, List<Vertex> vertices) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String INPUT = "input";

    /**
     * A layer or what joins others.
     *
     * @param fields of the layer or vertex itself
     * @param preprocessors in front of a layer: none or one
     */
    record Vertex(String name, List<String> inputs, Fields fields, List<Fields> preprocessors) {}

    static Dl4jNetwork parse(byte[] json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new InvalidModelException(
                    "Its configuration is no JSON: %s%nMaybe it is broken.".formatted(e.getOriginalMessage()), e);
        }
        Fields network = new Fields("network", root);
        if (network.has("vertices")) {
            return graph(network);
        }
        if (network.has("confs")) {
            return chain(network);
        }
        throw new UnsupportedFeatureException(
                "Its configuration is neither that of a ComputationGraph nor of a MultiLayerNetwork.%nMaybe load and save it with DL4J 1.0.0-M2.1.");
    }

    private static Dl4jNetwork chain(Fields network) {
        List<Vertex> vertices = new ArrayList<>();
        Set<String> names = new HashSet<>(Set.of(INPUT));
        String last = INPUT;
        for (JsonNode configuration : network.json().path("confs")) {
            String number = String.valueOf(vertices.size());
            Fields layer = layer(number, configuration);
            String named = layer.text("layerName", "layer" + number);
            String name = names.add(named) ? named : named + "." + number;
            JsonNode preprocessor = network.json().path("inputPreProcessors").path(number);
            vertices.add(
                    new Vertex(name, List.of(last), new Fields(name, layer.json()), preprocessors(name, preprocessor)));
            last = name;
        }
        if (vertices.isEmpty()) {
            throw new InvalidModelException("It has no layers.");
        }
        return new Dl4jNetwork(List.of(INPUT), List.of(last), vertices);
    }

    private static Dl4jNetwork graph(Fields network) {
        List<String> inputs = network.texts("networkInputs");
        Map<String, Vertex> vertices = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> vertex :
                network.json().path("vertices").properties()) {
            String name = vertex.getKey();
            Fields fields = new Fields(name, vertex.getValue());
            List<String> read = new Fields(name, network.json().path("vertexInputs")).texts(name);
            vertices.put(name, vertex(name, read, fields));
        }
        List<Vertex> ordered = new ArrayList<>();
        Set<String> defined = new HashSet<>(inputs);
        for (String name : network.texts("topologicalOrderStr")) {
            Vertex vertex = vertices.get(name);
            if (vertex == null && inputs.contains(name)) {
                continue;
            }
            if (vertex == null || !defined.containsAll(vertex.inputs()) || !defined.add(name)) {
                throw new InvalidModelException("Its order of vertices (%s) is wrong at (%s)."
                        .formatted(network.texts("topologicalOrderStr"), name));
            }
            ordered.add(vertex);
        }
        if (ordered.size() != vertices.size() || ordered.isEmpty()) {
            throw new InvalidModelException(
                    "Its order of vertices names %d of %d.%nMaybe load and save it with DL4J 1.0.0-M2.1."
                            .formatted(ordered.size(), vertices.size()));
        }
        List<String> outputs = network.texts("networkOutputs");
        if (outputs.isEmpty() || !defined.containsAll(outputs)) {
            throw new InvalidModelException("Its outputs (%s) are none of its vertices.".formatted(outputs));
        }
        return new Dl4jNetwork(inputs, outputs, ordered);
    }

    private static Vertex vertex(String name, List<String> inputs, Fields fields) {
        if (fields.type().equals("FrozenVertex")) {
            return vertex(name, inputs, fields.object("underlying"));
        }
        if (fields.type().equals("PreprocessorVertex")) {
            return new Vertex(
                    name, inputs, fields, preprocessors(name, fields.json().path("preProcessor")));
        }
        if (!fields.type().equals("LayerVertex")) {
            return new Vertex(name, inputs, fields, List.of());
        }
        Fields layer = layer(name, fields.json().path("layerConf"));
        return new Vertex(name, inputs, layer, preprocessors(name, fields.json().path("preProcessor")));
    }

    /** The layer, also of one that was frozen in training. */
    private static Fields layer(String name, JsonNode configuration) {
        Fields layer = new Fields(name, configuration).object("layer");
        boolean frozen = layer.type().equals("FrozenLayer") || layer.type().equals("FrozenLayerWithBackprop");
        return frozen ? layer.object(layer.has("layer") ? "layer" : "underlying") : layer;
    }

    private static List<Fields> preprocessors(String name, JsonNode preprocessor) {
        return preprocessor.isMissingNode() || preprocessor.isNull()
                ? List.of()
                : List.of(new Fields(name, preprocessor));
    }
}
