package io.espalier.profile.measure;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Inputs to time a network with: uniform in ±1 where they are floats, else 0. */
final class Feeds {
    private Feeds() {}

    static Map<String, Tensor> of(List<GraphValue> inputs, int batch, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> feeds = new LinkedHashMap<>();
        for (GraphValue input : inputs) {
            Longs shape = Longs.of(input.type().shape().withSymbols(batch).toArray());
            feeds.put(input.name(), tensor(input.type().dataType(), shape, random));
        }
        return feeds;
    }

    private static Tensor tensor(DataType type, Longs shape, SplittableRandom random) {
        int elements = Math.toIntExact(shape.product());
        if (type != DataType.FLOAT) {
            return Tensor.of(type, shape, ByteBuffer.allocate(Math.toIntExact(type.bytes(elements))));
        }
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return Tensor.ofFloats(shape, values);
    }
}
