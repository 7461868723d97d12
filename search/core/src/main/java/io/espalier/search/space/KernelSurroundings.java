package io.espalier.search.space;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which widths decide on the kernel that a node starts: those of what it reads and writes, of what the runtime may fuse
 * to it, and of the convolutions before, since these decide on the layout in which a value comes.
 */
final class KernelSurroundings {
    private final ModelGraph graph;
    private final Map<String, Set<String>> groupsOfValue = new HashMap<>();
    private final Map<String, Set<String>> groupsOfLayout = new HashMap<>();

    KernelSurroundings(ModelGraph graph, ChannelGroups groups, Set<String> widths) {
        this.graph = graph;
        for (ChannelGroup group : groups.groups()) {
            if (widths.contains(group.id())) {
                for (ChannelSlice slice : group.slices()) {
                    groupsOfValue
                            .computeIfAbsent(slice.value(), value -> new TreeSet<>())
                            .add(group.id());
                }
            }
        }
    }

    /** Ids of the groups whose widths decide. */
    Set<String> groups(Node node) {
        Set<String> groups = new TreeSet<>();
        addAround(node, groups);
        addFused(node, groups, new HashSet<>());
        return groups;
    }

    private void addFused(Node node, Set<String> groups, Set<Node> seen) {
        for (String output : node.outputs()) {
            for (Node reader : graph.consumers(output)) {
                boolean mayJoin = reader.operator() instanceof Operator.Activation
                        || reader.operator() instanceof Operator.Elementwise;
                if (mayJoin && seen.add(reader)) {
                    addAround(reader, groups);
                    addFused(reader, groups, seen);
                }
            }
        }
    }

    private void addAround(Node node, Set<String> groups) {
        for (String value : ModelGraph.readsOf(node)) {
            groups.addAll(groupsOf(value));
            groups.addAll(ofLayout(value));
        }
        node.outputs().forEach(value -> groups.addAll(groupsOf(value)));
    }

    private Set<String> groupsOf(String value) {
        return groupsOfValue.getOrDefault(value, Set.of());
    }

    /** Groups that decide whether a value is in the blocked layout. */
    private Set<String> ofLayout(String value) {
        Set<String> known = groupsOfLayout.get(value);
        if (known != null) {
            return known;
        }
        Set<String> groups = new TreeSet<>();
        graph.producer(value).ifPresent(producer -> {
            List<String> inputs = producer.operator() instanceof Operator.Convolution
                    ? List.of(producer.input(0))
                    : List.copyOf(ModelGraph.readsOf(producer));
            for (String input : inputs) {
                groups.addAll(groupsOf(input));
                if (!(producer.operator() instanceof Operator.Convolution)) {
                    groups.addAll(ofLayout(input));
                }
            }
            groups.addAll(groupsOf(value));
        });
        groupsOfLayout.put(value, groups);
        return groups;
    }
}
