package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import java.util.Locale;

/** Where the scales of a network's quantizers come from in training; a graph says so in its metadata. */
public enum ScaleRule {
    /** They are weights with a gradient of their own (Esser et al., "Learned Step Size Quantization", 2020). */
    LEARNED,
    /**
     * Those of a weight reach to its present largest number, those of an activation to a running mean of what its batches
     * reach to (Jacob et al., 2018).
     */
    OBSERVED;

    private static final String KEY = "espalier.quantizer.scales";

    /** The rule of a graph; {@link #LEARNED} where it says nothing. */
    public static ScaleRule of(ModelGraph graph) {
        return OBSERVED.name().equalsIgnoreCase(graph.metadata().get(KEY)) ? OBSERVED : LEARNED;
    }

    void write(ModelGraph.Builder builder) {
        builder.metadata(KEY, name().toLowerCase(Locale.ROOT));
    }
}
