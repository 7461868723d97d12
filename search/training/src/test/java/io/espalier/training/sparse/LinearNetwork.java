package io.espalier.training.sparse;

import io.espalier.training.NetworkInTraining;
import io.espalier.training.TrainedWeight;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One dense layer by hand, whose weight lies backwards in memory. Remembers the weights of every batch, as the file would
 * have them.
 */
final class LinearNetwork implements NetworkInTraining, TrainedWeight {
    static final String WEIGHT = "w";
    static final int INPUTS = 8;
    static final int OUTPUTS = 6;

    final List<float[]> seen = new ArrayList<>();
    private final float[] value = new float[INPUTS * OUTPUTS];
    private final float[] gradient = new float[value.length];
    private final float[] velocity = new float[value.length];
    private final float[] squares = new float[value.length];
    private float[] inputs = {};

    LinearNetwork(Model model) {
        float[] file = model.weights().get(WEIGHT).floats();
        for (int i = 0; i < value.length; i++) {
            value[i] = file[place(i)];
        }
    }

    /** {@code y = x · w}, with weights from a seed. */
    static Model model(long seed) {
        ModelGraph graph = ModelGraph.builder("linear")
                .input("x", TensorType.floats(Shape.of(1, INPUTS)))
                .weight(WEIGHT, new TensorType(DataType.FLOAT, Shape.of(INPUTS, OUTPUTS)))
                .node("product", new Operator.MatMul(), List.of("x", WEIGHT), "y")
                .output("y", TensorType.floats(Shape.of(1, OUTPUTS)))
                .build();
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[INPUTS * OUTPUTS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - .5);
        }
        return new Model(graph, Weights.of(Map.of(WEIGHT, Tensor.ofFloats(Longs.of(INPUTS, OUTPUTS), values))));
    }

    @Override
    public Map<String, Tensor> forward(Map<String, Tensor> batch) {
        seen.add(inFileOrder());
        inputs = batch.get("x").floats();
        float[] outputs = new float[OUTPUTS];
        for (int i = 0; i < value.length; i++) {
            outputs[place(i) % OUTPUTS] += value[i] * inputs[place(i) / OUTPUTS];
        }
        return Map.of("y", Tensor.ofFloats(Longs.of(1, OUTPUTS), outputs));
    }

    @Override
    public void backward(Map<String, Tensor> gradients) {
        float[] slopes = gradients.get("y").floats();
        for (int i = 0; i < value.length; i++) {
            gradient[i] = slopes[place(i) % OUTPUTS] * inputs[place(i) / OUTPUTS];
        }
    }

    private float[] inFileOrder() {
        float[] file = new float[value.length];
        for (int i = 0; i < value.length; i++) {
            file[place(i)] = value[i];
        }
        return file;
    }

    @Override
    public Collection<? extends TrainedWeight> weights() {
        return List.of(this);
    }

    @Override
    public void weightsMoved() {}

    @Override
    public Map<String, Tensor> gradients() {
        throw new UnsupportedOperationException("No test asks for gradients.");
    }

    @Override
    public Map<String, Tensor> trained() {
        return Map.of(WEIGHT, Tensor.ofFloats(Longs.of(INPUTS, OUTPUTS), inFileOrder()));
    }

    @Override
    public String name() {
        return WEIGHT;
    }

    @Override
    public int place(int index) {
        return value.length - 1 - index;
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
        return true;
    }

    @Override
    public void close() {}
}
