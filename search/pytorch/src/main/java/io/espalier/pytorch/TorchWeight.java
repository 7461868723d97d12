package io.espalier.pytorch;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.espalier.training.TrainedWeight;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** A weight in training, as the file has it, and the tensor that shares its memory. */
final class TorchWeight implements TrainedWeight {
    private final String name;
    private final Tensor original;
    private final boolean decayed;
    private final FloatBuffer memory;
    private final PtNDArray array;
    private final float[] value;
    private final float[] gradient;
    private final float[] velocity;
    private final float[] squares;
    private float gradientFactor = 1;

    TorchWeight(PtNDManager manager, String name, Tensor original, boolean decayed) {
        this.name = name;
        this.original = original;
        this.decayed = decayed;
        value = original.floats();
        gradient = new float[value.length];
        velocity = new float[value.length];
        squares = new float[value.length];
        ByteBuffer bytes = ByteBuffer.allocateDirect(value.length * Float.BYTES).order(ByteOrder.nativeOrder());
        memory = bytes.asFloatBuffer();
        memory.put(0, value);
        array = TorchArrays.of(manager, bytes, new Shape(original.shape().toArray()));
        JniUtils.attachGradient(array, true);
    }

    PtNDArray array() {
        return array;
    }

    /** By what every gradient is multiplied. */
    void scaleGradient(double factor) {
        gradientFactor = (float) factor;
    }

    /** Reads the gradient of the last backward pass, and takes it away. 0 where none arrived. */
    void takeGradient() {
        PtNDArray slope = JniUtils.getGradient(array);
        if (slope == null) {
            Arrays.fill(gradient, 0);
            return;
        }
        TorchArrays.read(slope, gradient);
        for (int i = 0; gradientFactor != 1 && i < gradient.length; i++) {
            gradient[i] *= gradientFactor;
        }
        // The next pass adds to it.
        JniUtils.subi(slope, slope);
        slope.close();
    }

    /** Shows the network what was changed in {@link #value}. */
    void store() {
        memory.put(0, value);
    }

    Tensor tensor() {
        return Tensor.ofFloats(original.shape(), value);
    }

    Tensor gradientTensor() {
        return Tensor.ofFloats(original.shape(), gradient);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int place(int index) {
        return index;
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

    @Override
    public float[] squares() {
        return squares;
    }

    @Override
    public boolean isDecayed() {
        return decayed;
    }
}
