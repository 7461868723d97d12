package io.espalier.zoo.transform;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Corrects the statistics of a cut network without training: the running statistics of its batch normalizations are
 * taken anew, and each convolution whose normalization was folded gets, per channel, {@code y' = (y - mu_cut) /
 * sigma_cut * sigma_parent + mu_parent} folded into its weight and bias (Li et al. 2020, EagleEye, for both kinds). One
 * pass over the batches; the network keeps its nodes and names, but a convolution without bias gets one unless the
 * network has normalizations, which then do that work.
 */
public final class Recalibration {
    /** Channels that deviate less than this are constant: only their mean is shifted. */
    private static final double MIN_DEVIATION = 1e-5;

    private static final String SUFFIX = ".correction";
    private static final float EPSILON = 1e-10f;

    private Recalibration() {}

    /**
     * @param cut the network with channels or blocks removed; its convolutions keep the names they have in the parent
     * @param parent the statistics of the uncut network, on the same samples
     * @param keptChannels by name of a convolution: the parent's output channels that are left, in order; a convolution
     *     that is missing has them all
     * @param batches inputs by name; some 512 samples in batches of 128 or more
     * @param threads of the runtime
     * @throws IllegalArgumentException when the kept channels of a convolution do not fit its weight, or there is no batch
     */
    public static Model recalibrate(
            Model cut,
            ActivationStatistics parent,
            Map<String, int[]> keptChannels,
            Iterable<Map<String, Tensor>> batches,
            InferenceRuntime runtime,
            int threads) {
        Map<String, NormValues> targets = targets(cut.graph(), parent, keptChannels);
        NormInsertion insertion = new NormInsertion(cut.graph(), SUFFIX, EPSILON);
        Model corrected = insertion.model(cut, targets);
        List<String> norms = new ArrayList<>();
        for (Node node : corrected.graph().nodes()) {
            if (BatchNormFold.isFixedNorm(corrected.graph(), node)) {
                norms.add(node.name());
            }
        }
        Map<String, ChannelMoments> moments = ScoringGraph.of(corrected, norms).run(batches, runtime, threads);
        Model measured = withStatistics(corrected, moments);
        return BatchNormFolding.fold(measured, norm -> targets.containsKey(convolutionOf(norm)));
    }

    private static String convolutionOf(Node norm) {
        return norm.name().endsWith(SUFFIX)
                ? norm.name().substring(0, norm.name().length() - SUFFIX.length())
                : "";
    }

    private static Map<String, NormValues> targets(
            ModelGraph cut, ActivationStatistics parent, Map<String, int[]> keptChannels) {
        Map<String, NormValues> targets = new LinkedHashMap<>();
        boolean hasNorms = cut.nodes().stream().anyMatch(node -> BatchNormFold.isFixedNorm(cut, node));
        for (Node node : NormInsertion.places(cut)) {
            if (hasNorms && !node.hasInput(2)) {
                continue;
            }
            parent.find(node.name()).ifPresent(moments -> {
                int[] kept = keptChannels.get(node.name());
                targets.put(node.name(), NormValues.towards(kept == null ? moments : moments.select(kept)));
            });
        }
        return targets;
    }

    private static Model withStatistics(Model model, Map<String, ChannelMoments> moments) {
        ModelGraph graph = model.graph();
        ModelGraph.Builder builder = graph.toBuilder();
        Map<String, Tensor> changed = new LinkedHashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            ChannelMoments found = moments.get(node.name());
            if (found == null) {
                nodes.add(node);
                continue;
            }
            float[] scale = model.weights().get(node.input(1)).floats();
            float[] mean = new float[scale.length];
            float[] variance = new float[scale.length];
            double epsilon = ((Operator.Normalization) node.operator()).epsilon();
            boolean correction = node.name().endsWith(SUFFIX);
            for (int channel = 0; channel < scale.length; channel++) {
                mean[channel] = (float) found.mean(channel);
                variance[channel] = (float) found.variance(channel);
                if (correction && Math.min(scale[channel], found.deviation(channel)) < MIN_DEVIATION) {
                    scale[channel] = (float) Math.sqrt(variance[channel] + epsilon);
                }
            }
            Longs shape = Longs.of(scale.length);
            List<String> inputs = new ArrayList<>(node.inputs());
            if (correction) {
                changed.put(inputs.get(1), Tensor.ofFloats(shape, scale));
            }
            inputs.set(3, WeightNames.owned(graph, node, inputs.get(3)));
            inputs.set(4, WeightNames.owned(graph, node, inputs.get(4)));
            changed.put(inputs.get(3), Tensor.ofFloats(shape, mean));
            changed.put(inputs.get(4), Tensor.ofFloats(shape, variance));
            nodes.add(node.withInputs(inputs));
        }
        changed.forEach((name, tensor) -> builder.weight(name, tensor.type()));
        Model renamed = new Model(builder.nodes(nodes).build(), model.weights().with(changed));
        return DeadNodes.remove(renamed);
    }
}
