package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;

/**
 * The size of a unit's weights: Li et al., "Pruning Filters for Efficient ConvNets" (2017), over all coupled slices as in
 * Fang et al., "DepGraph" (2023). The mean absolute value ({@code l1}) or root mean square ({@code l2}) of each slice,
 * divided by the group's mean of it, averaged over the slices: kernels that make and that read the channels, and scales of
 * batch normalizations. Biases and statistics are no measure of size and do not count.
 *
 * @param order 1 or 2
 */
record MagnitudeImportance(int order) implements WeightImportance {
    @Override
    public String name() {
        return "l" + order;
    }

    @Override
    public double[] scores(Model model, ChannelGroup group) {
        double[] sums = new double[group.channels()];
        int[] counts = new int[group.channels()];
        for (ChannelSlice slice : group.slices()) {
            if (slice.weight() && counts(model, slice.value())) {
                Tensor weight = model.weights().get(slice.value());
                SliceScores.add(slice, SliceScores.perPosition(weight, slice.axis(), order), order, sums, counts);
            }
        }
        return SliceScores.means(sums, counts);
    }

    /** Whether a weight measures size: a kernel, or the scale of a batch normalization. */
    static boolean counts(Model model, String weight) {
        Tensor tensor = model.weights().get(weight);
        boolean kernel = tensor.shape().stream().filter(size -> size > 1).count() > 1;
        return tensor.dataType() == DataType.FLOAT && (kernel || SliceScores.isBatchNormScale(model.graph(), weight));
    }
}
