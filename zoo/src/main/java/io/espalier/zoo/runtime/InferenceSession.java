package io.espalier.zoo.runtime;

import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.weights.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model ready to run. Several threads may run it at once; it must not be closed while one does.
 *
 * <p>Feeds name every input once. Their tensors may be FLOAT, DOUBLE, FLOAT16, BFLOAT16, INT64, INT32, INT16, INT8,
 * UINT8 or BOOL.
 */
public interface InferenceSession extends AutoCloseable {

    /** In the model's order. */
    List<GraphValue> inputs();

    /** In the model's order. */
    List<GraphValue> outputs();

    /**
     * All outputs by name, in the model's order.
     *
     * @throws IllegalArgumentException when an input is missing, unknown, or of another type or shape than declared
     */
    Map<String, Tensor> run(Map<String, Tensor> feeds);

    /** The wanted outputs by name; what only the others need is still computed. Throws like {@link #run(Map)}. */
    Map<String, Tensor> run(Map<String, Tensor> feeds, Set<String> wantedOutputs);

    /** Runs once, then keeps inputs and outputs in the runtime's memory for timing. Throws like {@link #run(Map)}. */
    PreparedRun prepare(Map<String, Tensor> feeds);

    @Override
    void close();
}
