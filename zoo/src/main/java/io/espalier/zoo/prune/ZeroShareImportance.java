package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.weights.Model;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The share of activations that are not zero, {@code 1 − APoZ}: Hu et al., "Network Trimming: A Data-Driven Neuron
 * Pruning Approach towards Efficient Deep Architectures" (2016), over sample images and places behind Relu, Clip and
 * other functions that give zeros. Divided by the group's mean at each, averaged over them. A group behind which no such
 * function stands, in a network that has some, falls back to {@code l1}.
 */
record ZeroShareImportance(Evidence evidence) implements Importance {
    @Override
    public String name() {
        return "apoz";
    }

    @Override
    public String description() {
        return "%s of %s".formatted(name(), evidence.description());
    }

    @Override
    public Map<String, double[]> scores(Model model, ChannelGroups groups) {
        requireZeros(model, groups);
        ActivationEvidence activations = evidence.activations(model, groups);
        Map<String, double[]> scores = new LinkedHashMap<>();
        for (ChannelGroup group : groups.prunable()) {
            double[] sums = new double[group.channels()];
            int[] counts = new int[group.channels()];
            boolean found = false;
            for (ChannelSlice slice : group.slices()) {
                Optional<ChannelActivity> activity = activations.at(slice.value(), slice.axis());
                if (!slice.weight() && activity.isPresent() && givesZeros(groups, slice)) {
                    SliceScores.add(slice, activity.get().nonZeros(), 1, sums, counts);
                    found = true;
                }
            }
            scores.put(
                    group.id(),
                    found ? SliceScores.means(sums, counts) : new MagnitudeImportance(1).scores(model, group));
        }
        return scores;
    }

    private static boolean givesZeros(ChannelGroups groups, ChannelSlice slice) {
        return ActivationEvidence.givesZeros(groups.graph(), slice.value());
    }

    private static void requireZeros(Model model, ChannelGroups groups) {
        boolean present = groups.prunable().stream()
                .flatMap(group -> group.slices().stream())
                .anyMatch(slice -> !slice.weight() && givesZeros(groups, slice));
        if (!present && !groups.prunable().isEmpty()) {
            throw new IllegalArgumentException("""
                    The importance (apoz) counts zeros, and no channel of the model (%s) is behind a Relu, Clip or HardSwish.
                    Maybe use activation-norm or l1.""".formatted(model.graph().name()));
        }
    }
}
