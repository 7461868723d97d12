package io.espalier.zoo.graph;

/** Types of all values of a graph, and the integers that follow from structure alone. */
public final class ShapeInference {
    private ShapeInference() {}

    /**
     * Infers in one pass over the nodes. Sizes may stay symbols; a value behind an opaque operator is unknown unless it
     * is a graph output, whose declared type then counts.
     *
     * @throws InvalidModelException when inputs of a node contradict each other, or a result its declared type
     */
    public static Shapes infer(ModelGraph graph) {
        throw new UnsupportedFeatureException("Shapes of (%s) are not inferred yet.".formatted(graph.name()));
    }
}
