package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the residual blocks of a network: Adds of two values that stem from one, with a weighted layer between. A block
 * is removable when its shortcut is the identity, nobody reads what is inside it, and it does not change the shape. A
 * ReLU behind the Add goes with the block when the entry is never negative; otherwise it stays and works on the entry.
 */
public final class ResidualBlocks {
    private final ModelGraph graph;
    private final Shapes shapes;
    private final DataFlow flow;
    private final NonNegativity nonNegativity;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Set<String> ids = new HashSet<>();

    private ResidualBlocks(ModelGraph graph) {
        this.graph = graph;
        shapes = ShapeInference.infer(graph);
        flow = new DataFlow(graph, shapes);
        nonNegativity = new NonNegativity(graph);
        for (Node node : graph.nodes()) {
            positions.put(node.name(), positions.size());
        }
    }

    /** The blocks in the order of their Adds. */
    public static List<ResidualBlock> of(ModelGraph graph) {
        return new ResidualBlocks(graph).find();
    }

    private List<ResidualBlock> find() {
        List<ResidualBlock> blocks = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (isAdd(node)) {
                blockOf(node).ifPresent(blocks::add);
            }
        }
        return blocks;
    }

    private boolean isAdd(Node node) {
        return node.operator() instanceof Operator.Elementwise elementwise
                && (elementwise.kind() == Operator.Elementwise.Kind.ADD
                        || elementwise.kind() == Operator.Elementwise.Kind.SUM)
                && node.inputs().size() == 2
                && !node.input(0).equals(node.input(1))
                && flow.isData(node.input(0))
                && flow.isData(node.input(1));
    }

    private Optional<ResidualBlock> blockOf(Node add) {
        DataFlow.Part part = flow.before(add.inputs());
        if (part.entry().isEmpty() || part.nodes().stream().noneMatch(this::isWeighted)) {
            return Optional.empty();
        }
        Set<Node> inside = new LinkedHashSet<>(part.nodes());
        inside.add(add);
        Optional<Node> relu = reluBehind(add, part.entry());
        relu.ifPresent(inside::add);
        String exit = relu.orElse(add).output();
        String reason = reason(add, part, exit);
        List<Node> ordered = inOrder(inside);
        return Optional.of(new ResidualBlock(
                id(ordered, add),
                reason.isEmpty(),
                reason,
                ordered.stream().map(Node::name).toList(),
                part.entry(),
                exit));
    }

    private boolean isWeighted(Node node) {
        boolean layer = node.operator() instanceof Operator.Convolution
                || node.operator() instanceof Operator.Gemm
                || node.operator() instanceof Operator.MatMul;
        return layer && node.inputs().stream().anyMatch(graph.weights()::containsKey);
    }

    private Optional<Node> reluBehind(Node add, String entry) {
        List<Node> readers = graph.consumers(add.output());
        boolean relu = readers.size() == 1
                && !graph.isOutput(add.output())
                && readers.get(0).operator() instanceof Operator.Activation activation
                && activation.kind() == Operator.Activation.Kind.RELU;
        return relu && nonNegativity.of(entry) ? Optional.of(readers.get(0)) : Optional.empty();
    }

    /** Why the block cannot go; empty when it can. */
    private String reason(Node add, DataFlow.Part part, String exit) {
        if (!add.inputs().contains(part.entry())) {
            return "its shortcut is not the identity (%s)".formatted(shortcut(add, part));
        }
        for (Node node : part.nodes()) {
            for (String value : node.outputs()) {
                Set<Node> readers = new HashSet<>(part.nodes());
                readers.add(add);
                List<Node> outside = flow.readersOutside(value, readers);
                if (graph.isOutput(value)) {
                    return "the value (%s) inside it is an output".formatted(value);
                }
                if (!outside.isEmpty()) {
                    return "the value (%s) inside it is also read by (%s)"
                            .formatted(value, outside.get(0).name());
                }
            }
        }
        Optional<Shape> before = shapes.shape(part.entry());
        Optional<Shape> after = shapes.shape(exit);
        if (before.isEmpty() || after.isEmpty()) {
            return "its shape is not known";
        }
        if (!before.get().equals(after.get())) {
            return "it changes the shape from %s to %s".formatted(before.get(), after.get());
        }
        return Substitution.isCaptured(graph, exit) ? "a sub-graph reads its value (%s)".formatted(exit) : "";
    }

    /** The operators on the side of the Add with fewer of them. */
    private String shortcut(Node add, DataFlow.Part part) {
        return add.inputs().stream()
                .map(operand -> sideOf(operand, part))
                .min(Comparator.comparing(Collection::size))
                .orElseThrow()
                .stream()
                .map(node -> node.operator().getClass().getSimpleName())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private List<Node> sideOf(String operand, DataFlow.Part part) {
        Set<Node> side = new HashSet<>();
        Set<String> wanted = new HashSet<>(Set.of(operand));
        for (Node node : part.nodes()) { // latest first
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                side.add(node);
                wanted.addAll(flow.dataInputs(node));
            }
        }
        return inOrder(side);
    }

    private List<Node> inOrder(Collection<Node> nodes) {
        return nodes.stream()
                .sorted(Comparator.comparing(node -> positions.get(node.name())))
                .toList();
    }

    private String id(List<Node> nodes, Node add) {
        String first = nodes.stream()
                .flatMap(node -> node.inputs().stream())
                .filter(graph.weights()::containsKey)
                .findFirst()
                .orElse(add.name());
        String id = first;
        for (int i = 2; !ids.add(id); i++) {
            id = first + "#" + i;
        }
        return id;
    }
}
