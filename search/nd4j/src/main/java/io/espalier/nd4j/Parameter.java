package io.espalier.nd4j;

import io.espalier.zoo.weights.Tensor;
import java.util.Arrays;

/** A weight in training: its numbers in the native order, the gradient of the batch, and its momentum. */
final class Parameter {
    private final Tensor original;
    private final int[] places;
    private final boolean decayed;
    private final float[] value;
    private final float[] gradient;
    private final float[] velocity;

    /** @param decayed whether weight decay applies */
    Parameter(Tensor original, WeightOrder order, boolean decayed) {
        this.original = original;
        this.decayed = decayed;
        places = order.places();
        float[] file = original.floats();
        value = new float[file.length];
        for (int i = 0; i < value.length; i++) {
            value[i] = file[places[i]];
        }
        gradient = new float[value.length];
        velocity = new float[value.length];
    }

    float[] value() {
        return value;
    }

    float[] gradient() {
        return gradient;
    }

    float[] velocity() {
        return velocity;
    }

    boolean isDecayed() {
        return decayed;
    }

    void clearGradient() {
        Arrays.fill(gradient, 0);
    }

    /** The present numbers as the file has them. */
    Tensor tensor() {
        return inFileOrder(value);
    }

    /** The gradient as the file has the weight. */
    Tensor gradientTensor() {
        return inFileOrder(gradient);
    }

    private Tensor inFileOrder(float[] numbers) {
        float[] file = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            file[places[i]] = numbers[i];
        }
        return Tensor.ofFloats(original.shape(), file);
    }
}
