package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.weights.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a unit brings into its readers: the absolute weights that multiply a channel, times the norm of the channel over
 * sample images, {@code |w| · ‖x‖}. Sun et al., "A Simple and Effective Pruning Approach for Large Language Models"
 * (Wanda, 2024), summed over all weights that read the channel. Divided by the group's mean at each reader, averaged over
 * the readers. A group that no convolution, Gemm or matrix product reads falls back to {@code l1}.
 */
record ActivationNormImportance(Evidence evidence) implements Importance {
    @Override
    public String name() {
        return "activation-norm";
    }

    @Override
    public String description() {
        return "%s of %s".formatted(name(), evidence.description());
    }

    @Override
    public Map<String, double[]> scores(Model model, ChannelGroups groups) {
        ActivationEvidence activations = evidence.activations(model, groups);
        List<LinearReader> readers = LinearReader.of(groups.graph(), groups.shapes());
        Map<String, double[]> scores = new LinkedHashMap<>();
        for (ChannelGroup group : groups.prunable()) {
            double[] sums = new double[group.channels()];
            int[] counts = new int[group.channels()];
            boolean found = false;
            for (ChannelSlice slice : group.slices()) {
                for (LinearReader reader : slice.weight() ? List.<LinearReader>of() : readers) {
                    Optional<ChannelActivity> activity = activations.at(slice.value(), slice.axis());
                    if (reader.value().equals(slice.value()) && reader.axis() == slice.axis() && activity.isPresent()) {
                        double[] flow = flow(reader.absoluteWeights(model.weights()), activity.get());
                        SliceScores.add(slice, flow, 1, sums, counts);
                        found = true;
                    }
                }
            }
            scores.put(
                    group.id(),
                    found ? SliceScores.means(sums, counts) : new MagnitudeImportance(1).scores(model, group));
        }
        return scores;
    }

    private static double[] flow(double[] weights, ChannelActivity activity) {
        double[] flow = new double[weights.length];
        for (int position = 0; position < flow.length; position++) {
            flow[position] = weights[position] * activity.norm(position);
        }
        return flow;
    }
}
