package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.weights.Model;

/**
 * The absolute scale of the batch normalizations on a unit: Liu et al., "Learning Efficient Convolutional Networks through
 * Network Slimming" (2017). Each scale is divided by the group's mean of it. A group without batch normalization, in a
 * network that has some, falls back to {@code l1}.
 */
record BatchNormScaleImportance() implements WeightImportance {
    @Override
    public String name() {
        return "bn-scale";
    }

    @Override
    public double[] scores(Model model, ChannelGroup group) {
        requireBatchNorm(model);
        double[] sums = new double[group.channels()];
        int[] counts = new int[group.channels()];
        boolean found = false;
        for (ChannelSlice slice : group.slices()) {
            if (slice.weight() && SliceScores.isBatchNormScale(model.graph(), slice.value())) {
                double[] scales = SliceScores.perPosition(model.weights().get(slice.value()), slice.axis(), 1);
                SliceScores.add(slice, scales, 1, sums, counts);
                found = true;
            }
        }
        return found ? SliceScores.means(sums, counts) : new MagnitudeImportance(1).scores(model, group);
    }

    private static void requireBatchNorm(Model model) {
        boolean present = model.graph().nodes().stream()
                .anyMatch(node -> node.operator() instanceof Operator.Normalization normalization
                        && normalization.kind() == Operator.Normalization.Kind.BATCH);
        if (!present) {
            throw new IllegalArgumentException("""
                    The importance (bn-scale) needs batch normalizations, and the model (%s) has none.
                    Maybe they were folded into the convolutions when it was exported; use l1 or l2.""".formatted(model.graph().name()));
        }
    }
}
