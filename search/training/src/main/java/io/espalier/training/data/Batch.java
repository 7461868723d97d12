package io.espalier.training.data;

import io.espalier.zoo.weights.Tensor;
import java.util.Map;

/**
 * Some examples as a network reads them.
 *
 * @param inputs by the names of its inputs; one row an example
 * @param targets what its outputs are compared with, by name; one row an example
 */
public record Batch(Map<String, Tensor> inputs, Map<String, Tensor> targets) {
    public Batch {
        inputs = Map.copyOf(inputs);
        targets = Map.copyOf(targets);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("A batch without inputs has no examples.");
        }
    }

    /** Number of examples. */
    public int size() {
        return inputs.values().iterator().next().shape().intAt(0);
    }

    /** The target of this name. @throws InvalidDataException when there is none */
    public Tensor target(String name) {
        Tensor target = targets.get(name);
        if (target == null) {
            throw new InvalidDataException("The data has no target (%s), but %s.%nMaybe its file has another name."
                    .formatted(name, targets.keySet()));
        }
        return target;
    }
}
