package io.espalier.zoo.model;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Fresh weights: those of two or more axes normal with variance 2 / inputs (He et al., "Delving Deep into Rectifiers",
 * 2015); vectors named {@code .scale} and {@code .variance} 1; all others 0. Each weight draws from the seed and its own
 * name, so the same layer of another network starts the same.
 */
final class HeInitialization {
    private HeInitialization() {}

    static Model of(ModelGraph graph, long seed) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, TensorType> weight : graph.weights().entrySet()) {
            tensors.put(
                    weight.getKey(), tensor(weight.getKey(), weight.getValue().shape(), seed));
        }
        return new Model(graph, Weights.of(tensors));
    }

    private static Tensor tensor(String name, Shape shape, long seed) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        if (shape.rank() > 1) {
            SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
            double deviation = Math.sqrt(2 * (double) shape.size(0) / values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * normal(random));
            }
        } else if (name.endsWith(".scale") || name.endsWith(".variance")) {
            Arrays.fill(values, 1);
        }
        return Tensor.ofFloats(Longs.of(shape.toArray()), values);
    }

    /** Box and Muller's method, written out: the platform's own normal numbers changed between releases. */
    private static double normal(SplittableRandom random) {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}
