package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the branch that runs in the place of an {@code If} whose condition follows from sizes: exporters write one around
 * each Squeeze of an axis whose size they did not know.
 */
final class KnownBranches {
    private final GraphProto graph;
    private final Set<String> taken = new HashSet<>();
    private final GraphProto.Builder result;

    private KnownBranches(GraphProto graph) {
        this.graph = graph;
        result = graph.toBuilder().clearNode();
        graph.getInputList().forEach(input -> taken.add(input.getName()));
        graph.getInitializerList().forEach(initializer -> taken.add(initializer.getName()));
        graph.getNodeList().forEach(node -> taken.addAll(node.getOutputList()));
    }

    /** @param model what {@code graph} was decoded to. @return empty when nothing changes */
    static Optional<GraphProto> resolve(GraphProto graph, Model model) {
        List<Node> branching = model.graph().nodes().stream()
                .filter(node -> node.operator() instanceof Operator.Opaque opaque
                        && opaque.domain().isEmpty()
                        && opaque.type().equals("If"))
                .toList();
        if (branching.isEmpty()) {
            return Optional.empty();
        }
        Shapes shapes = ShapeInference.infer(model.graph());
        Map<String, Boolean> conditions = new HashMap<>();
        for (Node node : branching) {
            shapes.integers(node.input(0))
                    .filter(values -> values.size() == 1)
                    .ifPresent(values -> conditions.put(node.output(), !values.equals(Longs.of(0))));
        }
        return new KnownBranches(graph).inline(conditions);
    }

    /** @param conditions by first output of the node */
    private Optional<GraphProto> inline(Map<String, Boolean> conditions) {
        boolean changed = false;
        for (NodeProto node : graph.getNodeList()) {
            Boolean condition = node.getOutputCount() == 0 ? null : conditions.get(node.getOutput(0));
            Optional<GraphProto> branch = condition == null ? Optional.empty() : branch(node, condition);
            if (branch.isPresent()) {
                inline(node, branch.get());
                changed = true;
            } else {
                result.addNode(node);
            }
        }
        return changed ? Optional.of(result.build()) : Optional.empty();
    }

    private static Optional<GraphProto> branch(NodeProto node, boolean condition) {
        String name = condition ? "then_branch" : "else_branch";
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name) && attribute.hasG())
                .map(AttributeProto::getG)
                .filter(branch ->
                        branch.getOutputCount() == node.getOutputCount() && branch.getSparseInitializerCount() == 0)
                .findFirst();
    }

    private void inline(NodeProto node, GraphProto branch) {
        Map<String, String> names = new HashMap<>();
        Set<String> own = new HashSet<>();
        branch.getInitializerList().forEach(initializer -> own.add(initializer.getName()));
        Set<String> initializers = Set.copyOf(own);
        branch.getNodeList().forEach(inner -> own.addAll(inner.getOutputList()));
        List<NodeProto> copies = new ArrayList<>();
        for (int i = 0; i < branch.getOutputCount(); i++) {
            String inner = branch.getOutput(i).getName();
            boolean computed = own.contains(inner) && !initializers.contains(inner);
            if (!computed || names.putIfAbsent(inner, node.getOutput(i)) != null) {
                copies.add(identity(inner, node.getOutput(i)));
            }
        }
        own.remove("");
        own.forEach(name -> names.computeIfAbsent(name, inner -> free(inner, node.getOutput(0))));
        for (TensorProto initializer : branch.getInitializerList()) {
            result.addInitializer(
                    initializer.toBuilder().setName(names.getOrDefault(initializer.getName(), initializer.getName())));
        }
        branch.getNodeList().forEach(inner -> result.addNode(renamed(inner, names)));
        copies.forEach(copy -> result.addNode(renamed(copy, names)));
    }

    private String free(String name, String prefix) {
        String free = name;
        while (!taken.add(free)) {
            free = prefix + "/" + free;
        }
        return free;
    }

    private static NodeProto identity(String from, String to) {
        return NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput(from)
                .addOutput(to)
                .build();
    }

    private static NodeProto renamed(NodeProto node, Map<String, String> names) {
        NodeProto.Builder copy = node.toBuilder().clearInput().clearOutput();
        node.getInputList().forEach(input -> copy.addInput(names.getOrDefault(input, input)));
        node.getOutputList().forEach(output -> copy.addOutput(names.getOrDefault(output, output)));
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto.Builder attribute = copy.getAttributeBuilder(i);
            if (attribute.hasG()) {
                attribute.setG(renamed(attribute.getG(), names));
            }
            for (int j = 0; j < attribute.getGraphsCount(); j++) {
                attribute.setGraphs(j, renamed(attribute.getGraphs(j), names));
            }
        }
        return copy.build();
    }

    /** A graph inside: what it takes from around it is renamed; its own names hide those. */
    private static GraphProto renamed(GraphProto inner, Map<String, String> names) {
        Map<String, String> outer = new HashMap<>(names);
        inner.getInputList().forEach(input -> outer.remove(input.getName()));
        inner.getInitializerList().forEach(initializer -> outer.remove(initializer.getName()));
        inner.getNodeList().forEach(node -> node.getOutputList().forEach(outer::remove));
        GraphProto.Builder copy = inner.toBuilder().clearNode();
        inner.getNodeList().forEach(node -> copy.addNode(renamed(node, outer)));
        for (int i = 0; i < inner.getOutputCount(); i++) {
            ValueInfoProto.Builder output = copy.getOutputBuilder(i);
            output.setName(outer.getOrDefault(output.getName(), output.getName()));
        }
        return copy.build();
    }
}
