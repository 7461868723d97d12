package io.espalier.zoo.transform;

import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the activations of a network are distributed, each that quantization may need: what a range at few bits is chosen by,
 * where smallest and largest value ({@link Calibration}) are too far apart.
 */
public final class ActivationHistograms {
    private static final String TAP = "/calibration/values";

    private final Map<String, Histogram> histograms;

    private ActivationHistograms(Map<String, Histogram> histograms) {
        this.histograms = Map.copyOf(histograms);
    }

    /**
     * Runs the model twice over the batches: for the ranges, then for the counts.
     *
     * @param model in its exported form
     * @param batches all activations of one batch are in memory together
     * @param threads threads inside one inference
     */
    public static ActivationHistograms collect(
            Model model, Iterable<Map<String, Tensor>> batches, InferenceRuntime runtime, int threads) {
        Calibration calibration = Calibration.collect(model, batches, runtime, threads);
        List<String> values = QdqLayout.candidates(model.graph());
        Map<String, Histogram> histograms = new LinkedHashMap<>();
        // A vector has one shape to declare, whatever is known of the value's.
        ModelGraph.Builder tapped =
                model.graph().toBuilder().outputs(List.<GraphValue>of()).constant(TAP, IntegerConstant.vector(-1));
        for (String value : values) {
            histograms.put(value, new Histogram(calibration.range(value).orElseThrow()));
            String tap = value + TAP;
            tapped.node(tap, Operator.Reshape.of(Operator.Reshape.Kind.RESHAPE), List.of(value, TAP), tap)
                    .output(tap, TensorType.floats(new Shape(List.of(Dim.symbol(tap)))));
        }
        try (InferenceSession session =
                runtime.open(new Model(tapped.build(), model.weights()), SessionOptions.of(threads))) {
            for (Map<String, Tensor> batch : batches) {
                Map<String, Tensor> results = session.run(batch);
                histograms.forEach((value, histogram) -> histogram.add(
                        Objects.requireNonNull(results.get(value + TAP), value).floatBuffer()));
            }
        }
        return new ActivationHistograms(histograms);
    }

    /** The code with the least squared error. @throws IllegalArgumentException when nothing was counted */
    AffineCode code(String value, int bits) {
        Histogram histogram = histograms.get(value);
        if (histogram == null) {
            throw new IllegalArgumentException("The activation (%s) was not calibrated.".formatted(value));
        }
        return LeastSquares.code(histogram, bits);
    }
}
