package io.espalier.zoo.prune;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Inputs to compare networks on: standard normal, and integers uniform over the smallest table that they index. */
final class ProbeInputs {
    private static final long FREE_SIZE = 2;

    private ProbeInputs() {}

    /** The names of the inputs' free sizes, in order. */
    static Set<String> freeSizes(ModelGraph graph) {
        Set<String> names = new LinkedHashSet<>();
        for (GraphValue input : graph.inputs()) {
            for (Dim dim : input.type().shape().dims()) {
                if (dim instanceof Dim.Symbol symbol) {
                    names.add(symbol.name());
                }
            }
        }
        return names;
    }

    /** @throws IllegalArgumentException when {@code given} names a size that is not free, or one below 1 */
    static void check(ModelGraph graph, Map<String, Long> given) {
        Set<String> known = freeSizes(graph);
        given.forEach((name, size) -> {
            if (!known.contains(name) || size < 1) {
                throw new IllegalArgumentException(
                        "The size %s=%d cannot be given: the model's inputs have the free sizes %s, each 1 or more.%nMaybe the name is misspelt."
                                .formatted(name, size, known));
            }
        });
    }

    static Map<String, Tensor> draw(ModelGraph graph, Map<String, Long> freeSizes, RandomGenerator random) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (GraphValue input : graph.inputs()) {
            Longs shape = Longs.of(input.type().shape().dims().stream()
                    .map(dim -> size(dim, freeSizes))
                    .toList());
            inputs.put(input.name(), draw(graph, input, shape, random));
        }
        return inputs;
    }

    private static long size(Dim dim, Map<String, Long> freeSizes) {
        return dim instanceof Dim.Symbol symbol ? freeSizes.getOrDefault(symbol.name(), FREE_SIZE) : dim.size();
    }

    private static Tensor draw(ModelGraph graph, GraphValue input, Longs shape, RandomGenerator random) {
        DataType type = input.type().dataType();
        int elements = Math.toIntExact(shape.product());
        long bound = tableOf(graph, input.name());
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(type.bytes(elements))).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            switch (type) {
                case FLOAT -> bytes.putFloat((float) random.nextGaussian());
                case DOUBLE -> bytes.putDouble(random.nextGaussian());
                case FLOAT16 -> bytes.putShort(Halves.of((float) random.nextGaussian()));
                case INT64 -> bytes.putLong(random.nextLong(bound));
                case INT32 -> bytes.putInt((int) random.nextLong(bound));
                case INT8, UINT8, BOOL -> bytes.put((byte) random.nextLong(Math.min(bound, 2)));
                default ->
                    throw new UnsupportedFeatureException(
                            "The input (%s) is %s, which is not drawn yet.".formatted(input.name(), type));
            }
        }
        return Tensor.of(type, shape, bytes.flip());
    }

    /** Rows of the smallest table looked up by the input; 2 when it looks up none. */
    private static long tableOf(ModelGraph graph, String input) {
        return graph.consumers(input).stream()
                .filter(node -> node.operator() instanceof Operator.Gather
                        && node.input(1).equals(input))
                .flatMap(node -> {
                    TensorType table = graph.weights().get(node.input(0));
                    int axis = ((Operator.Gather) node.operator()).axis();
                    return table == null
                            ? java.util.stream.Stream.<Long>empty()
                            : java.util.stream.Stream.of(table.shape().size(axis));
                })
                .min(Long::compare)
                .orElse(2L);
    }
}
