package io.espalier.search.space;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.prune.Pruner;
import io.espalier.zoo.prune.WidthPlanner;
import io.espalier.zoo.transform.BlockRemoval;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.QdqQuantizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is left of the parent without some blocks, at full width: channels are propagated again, so groups are those of
 * this network. All candidates that remove the same blocks share it.
 *
 * @param planner which units go
 * @param widths units of the groups that a width decision of the parent still means, by id
 * @param axes of the kernels, for repair
 * @param int8Nodes names of the nodes that run in 8 bits when they may
 * @param kernels of its cuts
 */
record Trunk(
        ModelGraph graph,
        Pruner pruner,
        WidthPlanner planner,
        Map<String, Integer> widths,
        List<KernelAxis> axes,
        Set<String> int8Nodes,
        TrunkKernels kernels) {

    static Trunk of(Parent parent, Set<String> removedBlocks) {
        ModelGraph graph = parent.model().graph();
        ChannelGroups groups = parent.groups();
        if (!removedBlocks.isEmpty()) {
            graph = ExportForm.of(BlockRemoval.remove(graph, removedBlocks));
            groups = ChannelGroups.of(graph);
        }
        Map<String, Integer> widths = new TreeMap<>();
        for (ChannelGroup group : groups.groups()) {
            boolean same = parent.groups()
                    .group(group.id())
                    .filter(original -> original.channels() == group.channels())
                    .isPresent();
            if (same && group.prunable() && parent.scores().containsKey(group.id())) {
                widths.put(group.id(), group.channels());
            }
        }
        List<String> int8 = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (QdqQuantizer.runsInInt8(graph, node)) {
                int8.add(node.name());
            }
        }
        Pruner pruner = Pruner.of(groups);
        WidthPlanner planner = WidthPlanner.of(groups, parent.scores());
        return new Trunk(
                graph,
                pruner,
                planner,
                widths,
                KernelAxis.of(graph, groups),
                Set.copyOf(int8),
                TrunkKernels.of(pruner, planner, widths.keySet()));
    }

    Map<String, Precision> precisions(Precision precision) {
        Map<String, Precision> precisions = new TreeMap<>();
        if (!precision.equals(Precision.FP32)) {
            int8Nodes.forEach(node -> precisions.put(node, precision));
        }
        return precisions;
    }
}
