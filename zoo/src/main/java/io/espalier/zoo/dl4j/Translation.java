package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One network on its way into a graph: vertex by vertex, in the order of its numbers. */
final class Translation {

    /**
     * A feature map that a layer reads as a vector.
     *
     * @param value the map
     */
    record Flattened(String value, long channels, long height, long width) {}

    private final Dl4jNetwork network;
    private final Draft draft = new Draft();
    private final LayerRules layers;
    private final VertexRules joins = new VertexRules(draft);
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<Flattened> flattened = new ArrayList<>();

    Translation(Dl4jNetwork network, Parameters parameters) {
        this.network = network;
        layers = new LayerRules(draft, parameters);
    }

    /** The network; heights and widths of images are free. */
    Model model() {
        InputForms forms = new InputForms(network);
        for (String input : network.inputs()) {
            draft.input(input, forms.shape(input));
            values.put(input, input);
        }
        for (Dl4jNetwork.Vertex vertex : network.vertices()) {
            List<String> inputs = vertex.inputs().stream().map(this::value).toList();
            values.put(vertex.name(), translate(vertex, inputs));
        }
        return draft.model(network.outputs().stream().map(this::value).toList());
    }

    /** What {@link #model} flattened. */
    List<Flattened> flattened() {
        return flattened;
    }

    private String value(String vertex) {
        String value = values.get(vertex);
        if (value == null) {
            throw new InvalidModelException("Nothing defines the input or vertex (%s).".formatted(vertex));
        }
        return value;
    }

    private String translate(Dl4jNetwork.Vertex vertex, List<String> inputs) {
        String type = vertex.fields().type();
        if (VertexRules.KNOWN.contains(type)) {
            return joins.translate(vertex.fields(), inputs);
        }
        if (inputs.size() != 1) {
            throw new InvalidModelException("The layer (%s) of type %s reads %d values, not one."
                    .formatted(vertex.name(), type, inputs.size()));
        }
        String input = inputs.get(0);
        for (Fields preprocessor : vertex.preprocessors()) {
            input = preprocess(vertex.name(), preprocessor, input);
        }
        return type.equals("PreprocessorVertex") ? input : layers.translate(vertex.fields(), input);
    }

    private String preprocess(String layer, Fields fields, String input) {
        fields.requireChannelsFirst();
        switch (fields.type()) {
            case "CnnToFeedForwardPreProcessor" -> {
                if (fields.json().path("inputHeight").asInt(0) > 0) {
                    flattened.add(new Flattened(
                            input, fields.size("numChannels"), fields.size("inputHeight"), fields.size("inputWidth")));
                }
                return draft.node(layer, "Flatten", Operator.Reshape.of(Operator.Reshape.Kind.FLATTEN), input);
            }
            case "FeedForwardToCnnPreProcessor" -> {
                String sizes = draft.integers(
                        layer,
                        "sizes",
                        -1,
                        fields.size("numChannels"),
                        fields.size("inputHeight"),
                        fields.size("inputWidth"));
                return draft.node(layer, "Reshape", Operator.Reshape.of(Operator.Reshape.Kind.RESHAPE), input, sizes);
            }
            default -> throw fields.unknownType();
        }
    }
}
