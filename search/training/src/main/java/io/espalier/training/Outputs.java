package io.espalier.training;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.Map;

/** What losses ask of outputs. */
final class Outputs {
    private Outputs() {}

    static Tensor get(Map<String, Tensor> outputs, String name) {
        Tensor output = outputs.get(name);
        if (output == null) {
            throw new IllegalArgumentException(
                    "The network has no output (%s), but %s.".formatted(name, outputs.keySet()));
        }
        return output;
    }

    /** The second size. */
    static int classes(String name, Tensor output) {
        Longs shape = output.shape();
        if (shape.size() < 2 || shape.at(1) < 1) {
            throw new IllegalArgumentException(
                    "The output (%s) is %s, and not [n×classes] or [n×classes×places].".formatted(name, shape));
        }
        return shape.intAt(1);
    }
}
