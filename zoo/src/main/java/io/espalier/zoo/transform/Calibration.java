package io.espalier.zoo.transform;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Reduce;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The range of every activation that quantization needs, from smallest to largest value over the calibration images
 * (min-max calibration).
 */
public final class Calibration {
    private static final String MIN = "/calibration/min";
    private static final String MAX = "/calibration/max";

    private final Map<String, ValueRange> ranges;

    private Calibration(Map<String, ValueRange> ranges) {
        this.ranges = Map.copyOf(ranges);
    }

    /**
     * Runs {@code model} over {@code batches} and keeps the range of every activation of {@link
     * QdqLayout#quantizedValues}. The reductions run inside the graph, so no activation is copied out.
     *
     * @param threads threads inside one inference
     */
    public static Calibration collect(
            Model model, Iterable<Map<String, Tensor>> batches, InferenceRuntime runtime, int threads) {
        List<String> values = QdqLayout.candidates(model.graph());
        ModelGraph.Builder builder = model.graph().toBuilder().outputs(List.<GraphValue>of());
        for (String value : values) {
            reduce(builder, value, Reduce.Kind.MIN, MIN);
            reduce(builder, value, Reduce.Kind.MAX, MAX);
        }
        Map<String, ValueRange> ranges = new HashMap<>();
        try (InferenceSession session =
                runtime.open(new Model(builder.build(), model.weights()), SessionOptions.of(threads))) {
            for (Map<String, Tensor> batch : batches) {
                Map<String, Tensor> results = session.run(batch);
                for (String value : values) {
                    ValueRange seen = new ValueRange(first(results, value + MIN), first(results, value + MAX));
                    ranges.merge(value, seen, ValueRange::union);
                }
            }
        }
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("There was no batch to calibrate on.");
        }
        return new Calibration(ranges);
    }

    /**
     * Ranges made up from structure alone, good for measuring latency (which does not depend on them) and for nothing
     * else: 0 to 6 behind a ReLU, else -6 to 6.
     */
    public static Calibration assumed(ModelGraph graph) {
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        for (String value : QdqLayout.candidates(graph)) {
            boolean positive = graph.producer(value)
                    .map(Node::operator)
                    .filter(QdqLayout::isClippingActivation)
                    .isPresent();
            ranges.put(value, new ValueRange(positive ? 0 : -6, 6));
        }
        return new Calibration(ranges);
    }

    /** The range of {@code value}; empty when it was not collected. */
    public Optional<ValueRange> range(String value) {
        return Optional.ofNullable(ranges.get(value));
    }

    private static void reduce(ModelGraph.Builder builder, String value, Reduce.Kind kind, String suffix) {
        Operator operator = new Reduce(kind, Longs.of(), false, false);
        builder.node(value + suffix, operator, List.of(value), value + suffix);
        builder.output(value + suffix, new TensorType(DataType.FLOAT, Shape.of()));
    }

    private static float first(Map<String, Tensor> results, String name) {
        return Objects.requireNonNull(results.get(name), name).floatBuffer().get(0);
    }
}
