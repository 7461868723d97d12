package io.espalier.zoo.transform;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shapes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The flow of samples through a network: values that depend on an input and are not themselves shapes or other
 * integers.
 */
final class DataFlow {
    private final ModelGraph graph;
    private final Set<String> data = new HashSet<>();
    private final Map<String, Integer> positions = new HashMap<>();

    DataFlow(ModelGraph graph, Shapes shapes) {
        this.graph = graph;
        for (GraphValue input : graph.inputs()) {
            positions.put(input.name(), -1);
            data.add(input.name());
        }
        for (int position = 0; position < graph.nodes().size(); position++) {
            Node node = graph.nodes().get(position);
            boolean depends = ModelGraph.readsOf(node).stream().anyMatch(data::contains);
            for (String output : node.outputs()) {
                positions.put(output, position);
                if (depends && !(node.operator() instanceof Operator.ShapeOf) && !isInteger(shapes, output)) {
                    data.add(output);
                }
            }
        }
    }

    private static boolean isInteger(Shapes shapes, String value) {
        return shapes.type(value)
                .map(type -> type.dataType() == DataType.INT64
                        || type.dataType() == DataType.INT32
                        || type.dataType() == DataType.BOOL)
                .orElse(false);
    }

    boolean isData(String value) {
        return data.contains(value);
    }

    List<String> dataInputs(Node node) {
        return ModelGraph.readsOf(node).stream().filter(data::contains).toList();
    }

    /**
     * The part of the network between the last single value that all of {@code ends} come from and {@code ends}; {@code
     * entry} is empty when there is no such value.
     */
    record Part(String entry, Set<Node> nodes) {}

    Part before(Collection<String> ends) {
        Set<Node> nodes = new LinkedHashSet<>();
        TreeSet<Integer> open = new TreeSet<>();
        Set<String> frontier = new LinkedHashSet<>(ends);
        frontier.forEach(value -> open.add(position(value)));
        while (frontier.size() > 1) {
            int last = open.pollLast();
            if (last < 0) {
                return new Part("", nodes);
            }
            Node node = graph.nodes().get(last);
            node.outputs().forEach(frontier::remove);
            nodes.add(node);
            for (String input : dataInputs(node)) {
                frontier.add(input);
                open.add(position(input));
            }
            if (frontier.isEmpty()) {
                return new Part("", nodes);
            }
        }
        return new Part(frontier.iterator().next(), nodes);
    }

    /** The nodes that lie between {@code start} and the value that they compute, in order. */
    record Path(String start, List<Node> nodes) {}

    /** How {@code end} depends on the latest of {@code starts} that it depends on; empty when it depends on none. */
    Optional<Path> path(Set<String> starts, String end) {
        TreeSet<Integer> open = new TreeSet<>();
        Set<String> wanted = new HashSet<>(Set.of(end));
        List<Node> before = new ArrayList<>();
        open.add(position(end));
        while (!open.isEmpty()) {
            int last = open.pollLast();
            for (String value : definedAt(last)) {
                if (wanted.contains(value) && starts.contains(value)) {
                    return Optional.of(new Path(value, descendants(value, before)));
                }
            }
            if (last >= 0) {
                Node node = graph.nodes().get(last);
                before.add(node);
                for (String input : dataInputs(node)) {
                    wanted.add(input);
                    open.add(position(input));
                }
            }
        }
        return Optional.empty();
    }

    private List<String> definedAt(int position) {
        return position < 0
                ? graph.inputs().stream().map(GraphValue::name).toList()
                : graph.nodes().get(position).outputs();
    }

    private List<Node> descendants(String start, List<Node> latestFirst) {
        Set<String> reached = new HashSet<>(Set.of(start));
        List<Node> nodes = new ArrayList<>();
        for (int i = latestFirst.size() - 1; i >= 0; i--) {
            Node node = latestFirst.get(i);
            if (dataInputs(node).stream().anyMatch(reached::contains)) {
                nodes.add(node);
                reached.addAll(node.outputs());
            }
        }
        return nodes;
    }

    int position(String value) {
        return positions.getOrDefault(value, -1);
    }
}
