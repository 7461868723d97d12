package io.espalier.nd4j;

import io.espalier.training.TrainedWeight;
import io.espalier.training.TrainedWeights;
import io.espalier.zoo.weights.Tensor;
import java.util.Arrays;

/** A weight in training: its numbers in the native order, the gradient of the batch, and its momentum. */
final class Parameter implements TrainedWeight {
    private final String name;
    private final Tensor original;
    private final int[] places;
    private final boolean decayed;
    private final boolean fixed;
    private final float[] value;
    private final float[] gradient;
    private final float[] velocity;
    private float[] squares = {};

    /**
     * @param decayed whether weight decay applies
     * @param operand whether it is read as values are, and so may be a constant
     */
    Parameter(String name, Tensor original, WeightOrder order, boolean decayed, boolean operand) {
        this.name = name;
        this.original = original;
        this.decayed = decayed;
        places = order.places();
        float[] file = original.floats();
        value = new float[file.length];
        for (int i = 0; i < value.length; i++) {
            value[i] = file[places[i]];
        }
        fixed = operand && TrainedWeights.isConstant(value);
        gradient = new float[value.length];
        velocity = new float[value.length];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int place(int index) {
        return places[index];
    }

    @Override
    public float[] value() {
        return value;
    }

    @Override
    public float[] gradient() {
        return gradient;
    }

    @Override
    public float[] velocity() {
        return velocity;
    }

    /** Whether it is a constant of the network, written where weights are. */
    boolean isFixed() {
        return fixed;
    }

    /** Made when first asked for. */
    @Override
    public float[] squares() {
        if (squares.length == 0) {
            squares = new float[value.length];
        }
        return squares;
    }

    @Override
    public boolean isDecayed() {
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
