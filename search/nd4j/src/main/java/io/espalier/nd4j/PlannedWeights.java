package io.espalier.nd4j;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.transform.FakeQuantizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The weights of a graph that is planned: under which names they are read, and which of them are rounded to few levels. */
final class PlannedWeights {
    private final ModelGraph graph;
    private final Set<String> refused;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, FakeQuantizer> quantized = new HashMap<>();
    private final Set<String> codes = new HashSet<>();

    /** @param refused values that are not planned; grows with the plan */
    PlannedWeights(ModelGraph graph, Set<String> refused) {
        this.graph = graph;
        this.refused = refused;
        graph.weights().keySet().forEach(weight -> names.put(weight, weight));
    }

    /** Those that are rounded, by the value that holds what they are rounded to. */
    Map<String, FakeQuantizer> quantized() {
        return quantized;
    }

    /** The value of the graph is that weight. */
    void alias(String graphValue, String weight) {
        names.put(graphValue, weight);
    }

    boolean isWeight(String value) {
        return names.containsKey(value);
    }

    /** The weight behind a name, Identity nodes looked through. @throws RefusedException when it is no weight */
    String name(String value) {
        String weight = names.get(value);
        if (weight == null) {
            throw refused.contains(value)
                    ? new RefusedException.Follows()
                    : new RefusedException("weights that are computed");
        }
        return weight;
    }

    /** As {@link #name}; or the value itself when it is a weight that was rounded to few levels. */
    String kernel(String value) {
        return quantized.containsKey(value) ? value : name(value);
    }

    /** The pair that ends in the present node. @throws RefusedException when it begins with no float */
    FakeQuantizer quantizer(Node node) {
        FakeQuantizer pair = FakeQuantizer.endingIn(graph, node)
                .orElseThrow(() -> new RefusedException("DequantizeLinear of stored integers"));
        if (!graph.weights().containsKey(pair.scale()) || shape(pair.scale()).elements() == 0) {
            throw new RefusedException("QuantizeLinear with a scale that is computed");
        }
        return pair;
    }

    boolean isOneNumber(String value) {
        return shape(value).elements() == 1;
    }

    /** The value is a weight, rounded. */
    void quantize(String value, FakeQuantizer pair) {
        quantized.put(value, pair.of(name(pair.source())));
    }

    /** Notes that a value holds the codes of a quantizer. */
    void noteCodes(String value) {
        codes.add(value);
    }

    boolean isCodes(String value) {
        return codes.contains(value);
    }

    /** The shape of a weight of floats. @throws RefusedException when it holds something else */
    Shape shape(String weight) {
        FakeQuantizer quantizer = quantized.get(weight);
        TensorType type = graph.weights().get(quantizer == null ? weight : quantizer.source());
        if (type == null) {
            throw new IllegalStateException("There is no weight (%s).".formatted(weight));
        }
        if (type.dataType() != DataType.FLOAT) {
            throw new RefusedException("weights of type " + type.dataType());
        }
        return type.shape();
    }
}
