package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which nodes nobody needs any longer when a residual sum loses its branch, and which of the branch stay. */
final class BlockExtent {
    private final ModelGraph graph;
    private final ResidualSum sum;
    private final Predicate<Node> sizesAreElsewhere;
    private final Set<Node> gone = new LinkedHashSet<>();
    private final Set<Node> path;

    private BlockExtent(ModelGraph graph, ResidualSum sum, Predicate<Node> sizesAreElsewhere) {
        this.graph = graph;
        this.sum = sum;
        this.sizesAreElsewhere = sizesAreElsewhere;
        path = Set.copyOf(sum.path().nodes());
    }

    /**
     * The nodes that go with the branch, the sum itself among them.
     *
     * @param sizesAreElsewhere Shape nodes that can read another value; they keep nobody alive
     */
    static BlockExtent of(ModelGraph graph, DataFlow flow, ResidualSum sum, Predicate<Node> sizesAreElsewhere) {
        BlockExtent extent = new BlockExtent(graph, sum, sizesAreElsewhere);
        extent.gone.add(sum.add());
        TreeSet<Integer> open = new TreeSet<>(List.of(flow.position(sum.branch())));
        while (!open.isEmpty() && open.last() >= 0) {
            Node node = graph.nodes().get(open.pollLast());
            if (extent.goes(node)) {
                extent.gone.add(node);
                ModelGraph.readsOf(node).forEach(value -> open.add(flow.position(value)));
            }
        }
        return extent;
    }

    private boolean goes(Node node) {
        return node.outputs().stream().noneMatch(value -> graph.isOutput(value) || isReadOutside(value));
    }

    private boolean isReadOutside(String value) {
        return value.equals(sum.stream())
                || graph.consumers(value).stream().anyMatch(reader -> !gone.contains(reader) && keepsAlive(reader));
    }

    private boolean keepsAlive(Node reader) {
        return !sizesAreElsewhere.test(reader);
    }

    Set<Node> gone() {
        return gone;
    }

    /**
     * Why a layer of the branch would stay; empty when none does. What comes before the branch's first layer may be
     * shared, such as a normalization that two branches read.
     */
    String reason(Predicate<Node> isLayer) {
        Set<String> behindLayer = new HashSet<>();
        for (Node node : sum.path().nodes()) {
            if (isLayer.test(node) || ModelGraph.readsOf(node).stream().anyMatch(behindLayer::contains)) {
                behindLayer.addAll(node.outputs());
            }
        }
        for (Node node : sum.path().nodes()) {
            for (String value : node.outputs()) {
                if (behindLayer.contains(value)) {
                    String reason = reason(value);
                    if (!reason.isEmpty()) {
                        return reason;
                    }
                }
            }
        }
        return "";
    }

    private String reason(String value) {
        if (graph.isOutput(value)) {
            return "the value (%s) inside it is an output".formatted(value);
        }
        for (Node reader : graph.consumers(value)) {
            if (!gone.contains(reader) && !path.contains(reader) && keepsAlive(reader)) {
                return "the value (%s) inside it is also read by (%s)".formatted(value, reader.name());
            }
        }
        return "";
    }
}
