package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How active the channels of a network were over sample images, at the places that importances look at: what
 * convolutions, Gemms and matrix products read, and what comes out of functions that give zeros.
 *
 * @param byPlace activity by value and axis
 */
public record ActivationEvidence(Map<Place, ChannelActivity> byPlace) {
    public ActivationEvidence {
        byPlace = Map.copyOf(byPlace);
    }

    /** One axis of one computed value. */
    public record Place(String value, int axis) {
        static Place of(ChannelSlice slice) {
            return new Place(slice.value(), slice.axis());
        }
    }

    /**
     * Runs {@code batches} through {@code model}, one pass.
     *
     * @param groups of {@code model}: only axes that can lose channels are looked at
     * @param batches inputs by name
     * @param threads of the runtime
     * @throws IllegalArgumentException when there is no batch
     */
    public static ActivationEvidence of(
            Model model,
            ChannelGroups groups,
            Iterable<Map<String, Tensor>> batches,
            InferenceRuntime runtime,
            int threads) {
        Model folded = new Model(groups.graph(), model.weights());
        ActivationTaps taps = ActivationTaps.of(folded, groups.shapes(), places(groups));
        List<double[]> squares = new ArrayList<>();
        List<double[]> nonZeros = new ArrayList<>();
        if (taps.places().isEmpty()) {
            return new ActivationEvidence(Map.of());
        }
        try (InferenceSession session = runtime.open(taps.model(), SessionOptions.of(threads))) {
            for (Map<String, Tensor> batch : batches) {
                Map<String, Tensor> outputs = session.run(batch);
                for (int i = 0; i < taps.places().size(); i++) {
                    float[] norms = ActivationTaps.norms(outputs, i);
                    if (squares.size() == i) {
                        squares.add(new double[norms.length]);
                        nonZeros.add(new double[norms.length]);
                    }
                    add(norms, ActivationTaps.nonZeros(outputs, i), squares.get(i), nonZeros.get(i));
                }
            }
        }
        if (squares.isEmpty()) {
            throw new IllegalArgumentException("There was no batch to measure activations with.");
        }
        Map<Place, ChannelActivity> byPlace = new LinkedHashMap<>();
        for (int i = 0; i < taps.places().size(); i++) {
            byPlace.put(taps.places().get(i), ChannelActivity.of(squares.get(i), nonZeros.get(i)));
        }
        return new ActivationEvidence(byPlace);
    }

    private static void add(float[] norms, float[] counts, double[] squares, double[] nonZeros) {
        for (int position = 0; position < norms.length; position++) {
            squares[position] += (double) norms[position] * norms[position];
            nonZeros[position] += counts[position];
        }
    }

    private static Set<Place> places(ChannelGroups groups) {
        Set<String> read = new LinkedHashSet<>();
        LinearReader.of(groups.graph(), groups.shapes()).forEach(reader -> read.add(reader.value()));
        Set<Place> places = new LinkedHashSet<>();
        for (ChannelGroup group : groups.prunable()) {
            for (ChannelSlice slice : group.slices()) {
                if (!slice.weight() && (read.contains(slice.value()) || givesZeros(groups.graph(), slice.value()))) {
                    places.add(Place.of(slice));
                }
            }
        }
        return places;
    }

    /** Whether a value comes out of a function that is 0 over a range: Relu, Clip, HardSwish and their kind. */
    static boolean givesZeros(ModelGraph graph, String value) {
        return graph.producer(value)
                .filter(node -> node.operator() instanceof Activation activation
                        && switch (activation.kind()) {
                            case RELU, CLIP, HARD_SWISH, HARD_SIGMOID, THRESHOLDED_RELU -> true;
                            default -> false;
                        })
                .isPresent();
    }

    Optional<ChannelActivity> at(String value, int axis) {
        return Optional.ofNullable(byPlace.get(new Place(value, axis)));
    }
}
