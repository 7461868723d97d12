package io.espalier.training;

import io.espalier.training.data.Numbers;
import io.espalier.zoo.weights.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * The mean of the squared differences between an output and a target of as many numbers: regression, or a feature of a
 * teacher (Romero et al., "FitNets: Hints for Thin Deep Nets", 2015).
 */
public record MeanSquaredError(String output, String target) implements Loss {

    @Override
    public Set<String> outputs() {
        return Set.of(output);
    }

    @Override
    public LossValue of(Map<String, Tensor> outputs, TrainingBatch batch) {
        Tensor tensor = Outputs.get(outputs, output);
        float[] numbers = tensor.floats();
        float[] wanted = Numbers.floats(batch.target(target));
        if (numbers.length != wanted.length) {
            throw new IllegalArgumentException("The output (%s) is %s, but the target (%s) is %s."
                    .formatted(
                            output, tensor.shape(), target, batch.target(target).shape()));
        }
        float[] gradient = new float[numbers.length];
        double loss = 0;
        for (int i = 0; i < numbers.length; i++) {
            double difference = numbers[i] - (double) wanted[i];
            loss += difference * difference;
            gradient[i] = (float) (2 * difference / numbers.length);
        }
        return new LossValue(loss / numbers.length, Map.of(output, Tensor.ofFloats(tensor.shape(), gradient)));
    }
}
