package io.espalier.search.space;

import io.espalier.profile.KernelKey.Axis;
import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One axis of one weighted kernel: its width is a sum over the groups that feed it.
 *
 * @param node name
 * @param full channels in the uncut network
 * @param channelsPerUnit by group id
 */
record KernelAxis(String node, Axis axis, int full, Map<String, Integer> channelsPerUnit) {
    KernelAxis {
        channelsPerUnit = Map.copyOf(channelsPerUnit);
    }

    /** Channels left when the named groups keep so many of their units; groups that are not named keep all. */
    int width(Map<String, Integer> kept, Map<String, Integer> units) {
        int width = full;
        for (Map.Entry<String, Integer> share : channelsPerUnit.entrySet()) {
            Integer left = kept.get(share.getKey());
            if (left != null) {
                width -= (units.getOrDefault(share.getKey(), left) - left) * share.getValue();
            }
        }
        return width;
    }

    /** The axes of all convolutions without groups, and of dense layers, that any group feeds. */
    static List<KernelAxis> of(ModelGraph graph, ChannelGroups groups) {
        Map<String, Map<String, Integer>> shares = shares(groups);
        List<KernelAxis> axes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            int out = outAxis(node);
            TensorType weight = graph.weights().get(node.input(1));
            if (out < 0 || weight == null) {
                continue;
            }
            add(axes, node, Axis.OUT, out, weight, shares);
            add(axes, node, Axis.IN, 1 - out, weight, shares);
        }
        return axes;
    }

    private static void add(
            List<KernelAxis> axes,
            Node node,
            Axis axis,
            int weightAxis,
            TensorType weight,
            Map<String, Map<String, Integer>> shares) {
        Map<String, Integer> share = shares.getOrDefault(node.input(1) + '#' + weightAxis, Map.of());
        if (!share.isEmpty()) {
            axes.add(new KernelAxis(
                    node.name(), axis, Math.toIntExact(weight.shape().size(weightAxis)), share));
        }
    }

    /** Axis of the weight that counts output channels; −1 for nodes whose axes are not sums of groups. */
    private static int outAxis(Node node) {
        if (node.operator() instanceof Operator.Convolution convolution && convolution.groups() == 1) {
            return convolution.transposed() ? 1 : 0;
        }
        if (node.operator() instanceof Operator.Gemm gemm) {
            return gemm.transposeB() ? 0 : 1;
        }
        return node.operator() instanceof Operator.MatMul ? 1 : -1;
    }

    /** By weight and axis: channels of one unit by group. Units of unequal size are left out: nothing to repair with. */
    private static Map<String, Map<String, Integer>> shares(ChannelGroups groups) {
        Map<String, Map<String, Integer>> shares = new LinkedHashMap<>();
        for (ChannelGroup group : groups.groups()) {
            for (ChannelSlice slice : group.slices()) {
                long sizes =
                        slice.indices().stream().map(Longs::size).distinct().count();
                if (slice.weight()
                        && group.prunable()
                        && sizes == 1
                        && !slice.indices().get(0).isEmpty()) {
                    shares.computeIfAbsent(slice.value() + '#' + slice.axis(), key -> new LinkedHashMap<>())
                            .put(group.id(), slice.indices().get(0).size());
                }
            }
        }
        return shares;
    }
}
