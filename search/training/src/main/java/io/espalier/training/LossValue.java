package io.espalier.training;

import io.espalier.zoo.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A loss and its gradients.
 *
 * @param value mean over the batch
 * @param gradients by output, shaped as the output is; an output that is missing has none
 */
public record LossValue(double value, Map<String, Tensor> gradients) {
    public LossValue {
        gradients = Map.copyOf(gradients);
    }

    /** {@code this + factor · other}. */
    LossValue plus(LossValue other, double factor) {
        Map<String, Tensor> sums = new LinkedHashMap<>(gradients);
        other.gradients.forEach((output, gradient) -> {
            float[] sum = sums.containsKey(output) ? sums.get(output).floats() : new float[gradient.elements()];
            float[] more = gradient.floats();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += (float) (factor * more[i]);
            }
            sums.put(output, Tensor.ofFloats(gradient.shape(), sum));
        });
        return new LossValue(value + factor * other.value, sums);
    }
}
