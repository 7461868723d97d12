package io.espalier.zoo.graph;

/** Counts parameters. */
public final class Parameters {
    private Parameters() {}

    /** The number of elements of all floating-point weights of {@code graph}, BN statistics included. */
    public static long of(ModelGraph graph) {
        long parameters = 0;
        for (TensorType type : graph.weights().values()) {
            if (type.dataType().isFloatingPoint()) {
                parameters += type.shape().elements();
            }
        }
        return parameters;
    }
}
