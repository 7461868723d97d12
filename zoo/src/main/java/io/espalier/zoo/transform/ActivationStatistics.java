package io.espalier.zoo.transform;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moments of every channel at the output of every convolution of a network, before its activation: of the parent, the
 * target that {@link Recalibration} brings cut networks back to. Measured once, kept for all candidates.
 *
 * @param byConvolution moments by name of the convolution's node, one entry an output channel
 */
public record ActivationStatistics(Map<String, ChannelMoments> byConvolution) {
    public ActivationStatistics {
        byConvolution = Map.copyOf(byConvolution);
    }

    /**
     * Runs {@code batches} through {@code model} and pools what its convolutions give.
     *
     * @param batches inputs by name; their first axis counts samples
     * @throws IllegalArgumentException when there is no batch
     */
    public static ActivationStatistics of(
            Model model, Iterable<Map<String, Tensor>> batches, InferenceRuntime runtime, int threads) {
        Map<String, String> taps = new LinkedHashMap<>();
        Model tapped = withTaps(model, taps);
        Map<String, ChannelMoments> byTap =
                ScoringGraph.of(tapped, taps.values()).run(batches, runtime, threads);
        Map<String, ChannelMoments> byConvolution = new LinkedHashMap<>();
        taps.forEach((convolution, tap) -> byConvolution.put(convolution, byTap.get(tap)));
        return new ActivationStatistics(byConvolution);
    }

    /** Normalizations that read the convolutions beside their other readers; only their statistics are wanted. */
    private static Model withTaps(Model model, Map<String, String> taps) {
        ModelGraph graph = model.graph();
        ModelGraph.Builder builder = graph.toBuilder();
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            Optional<Integer> channels = NormInsertion.channels(graph, node);
            if (channels.isPresent()) {
                String tap = node.name() + ".statistics";
                String parameter = WeightNames.free(graph, "statistics.%d".formatted(channels.get()));
                parameters.computeIfAbsent(
                        parameter, name -> Tensor.ofFloats(Longs.of(channels.get()), ones(channels.get())));
                builder.weight(parameter, parameters.get(parameter).type());
                builder.node(
                        tap,
                        Operator.Normalization.batch(1e-5f),
                        List.of(node.output(), parameter, parameter, parameter, parameter),
                        WeightNames.free(graph, node.output() + ".statistics"));
                taps.put(node.name(), tap);
            }
        }
        return new Model(builder.build(), model.weights().with(parameters));
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    public Optional<ChannelMoments> find(String convolution) {
        return Optional.ofNullable(byConvolution.get(convolution));
    }

    /** @throws IllegalArgumentException when there are none of that convolution */
    public ChannelMoments known(String convolution) {
        return find(convolution)
                .orElseThrow(() -> new IllegalArgumentException(
                        "There are no statistics of the convolution (%s).".formatted(convolution)));
    }
}
