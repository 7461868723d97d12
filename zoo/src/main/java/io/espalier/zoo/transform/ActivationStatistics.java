package io.espalier.zoo.transform;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
        return of(model, StandIns.NONE, batches, runtime, threads);
    }

    /** As above, and what each of {@code standIns} would have to give, for {@link #without}. */
    public static ActivationStatistics of(
            Model model,
            StandIns standIns,
            Iterable<Map<String, Tensor>> batches,
            InferenceRuntime runtime,
            int threads) {
        Map<String, String> taps = new LinkedHashMap<>();
        Model tapped = withTaps(standIns.withWanted(model), standIns, taps);
        Map<String, ChannelMoments> byTap =
                ScoringGraph.of(tapped, taps.values()).run(batches, runtime, threads);
        Map<String, ChannelMoments> moments = new LinkedHashMap<>();
        taps.forEach((name, tap) -> moments.put(name, byTap.get(tap)));
        return new ActivationStatistics(moments);
    }

    /** Normalizations that read values beside their other readers; only their statistics are wanted. */
    private static Model withTaps(Model model, StandIns standIns, Map<String, String> taps) {
        ModelGraph graph = model.graph();
        ModelGraph.Builder builder = graph.toBuilder();
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        Map<String, List<StandIn>> byConvolution =
                standIns.all().stream().collect(Collectors.groupingBy(StandIn::convolution));
        for (Node node : graph.nodes()) {
            NormInsertion.channels(graph, node).ifPresent(channels -> {
                String parameter = WeightNames.free(graph, "statistics.%d".formatted(channels));
                Tensor ones = parameters.computeIfAbsent(parameter, name -> ones(channels));
                builder.weight(parameter, ones.type());
                taps.put(node.name(), tap(builder, graph, node.name(), node.output(), parameter));
                for (StandIn standIn : byConvolution.getOrDefault(node.name(), List.of())) {
                    taps.put(standIn.wanted(), tap(builder, graph, standIn.wanted(), standIn.wanted(), parameter));
                }
            });
        }
        return new Model(builder.build(), model.weights().with(parameters));
    }

    private static String tap(
            ModelGraph.Builder builder, ModelGraph graph, String name, String value, String parameter) {
        String tap = name + ".statistics";
        builder.node(
                tap,
                Operator.Normalization.batch(1e-5f),
                List.of(value, parameter, parameter, parameter, parameter),
                WeightNames.free(graph, value + ".statistics"));
        return tap;
    }

    private static Tensor ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return Tensor.ofFloats(Longs.of(count), ones);
    }

    /** The target for a network without blocks: a convolution that stands in for some is to give what is wanted of it. */
    public ActivationStatistics without(Collection<StandIn> chosen) {
        Map<String, ChannelMoments> changed = new LinkedHashMap<>(byConvolution);
        chosen.forEach(standIn -> changed.put(standIn.convolution(), known(standIn.wanted())));
        return new ActivationStatistics(changed);
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
