package io.espalier.zoo.testing;

import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Inputs drawn from a seed. */
public final class Feeds {
    private Feeds() {}

    /** Normal noise for every float input; free sizes are {@code batch}. */
    public static Map<String, Tensor> of(ModelGraph graph, int batch, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> feeds = new LinkedHashMap<>();
        for (GraphValue input : graph.inputs()) {
            Shape shape = input.type().shape().withSymbols(batch);
            float[] values = new float[Math.toIntExact(shape.elements())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            feeds.put(input.name(), Tensor.ofFloats(Longs.of(shape.toArray()), values));
        }
        return feeds;
    }
}
