package io.espalier.zoo.channels;

import java.util.List;

/**
 * Channels created by the same producers: one decision, how many and which of its units stay. A unit is what can only
 * go together: one channel of every tensor of a residual stream, the k-th channel of every group of a grouped
 * convolution, all columns that a flattened channel becomes.
 *
 * @param id the first producing initializer of the graph, plus {@code #} and its first channel where several groups share
 *     it
 * @param channels number of units
 * @param prunable whether units may go; false too when there is only one
 * @param reason why it is frozen; empty when it is prunable
 * @param producers the initializers whose outputs these channels are, in the graph's order
 * @param tensors the computed values that carry the channels, in the graph's order
 * @param slices every place of every unit, weights and values; what importance reads, and the cut removes
 */
public record ChannelGroup(
        String id,
        int channels,
        boolean prunable,
        String reason,
        List<String> producers,
        List<String> tensors,
        List<ChannelSlice> slices) {
    public ChannelGroup {
        producers = List.copyOf(producers);
        tensors = List.copyOf(tensors);
        slices = List.copyOf(slices);
    }
}
