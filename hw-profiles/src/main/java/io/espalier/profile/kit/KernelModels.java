package io.espalier.profile.kit;

import io.espalier.profile.Kernel;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.transform.DeadNodes;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a model of a single kernel of a network: its nodes with their weights, several times side by side on inputs of
 * their own, so that starting a run counts for less.
 */
final class KernelModels {
    private final Model network;
    private final Shapes shapes;
    private final int batch;
    private final int copies;

    /**
     * @param network as exported, in floating point
     * @param shapes of the network
     */
    KernelModels(Model network, Shapes shapes, int batch, int copies) {
        this.network = network;
        this.shapes = shapes;
        this.batch = batch;
        this.copies = copies;
    }

    /** The kernel alone; empty when the shape of something that it reads or writes is not known. */
    Optional<Model> of(Kernel kernel) {
        ModelGraph graph = network.graph();
        Set<String> names = Set.copyOf(kernel.nodes());
        List<Node> nodes = graph.nodes().stream()
                .filter(node -> names.contains(node.name()))
                .toList();
        Set<String> made = new LinkedHashSet<>();
        nodes.forEach(node -> made.addAll(node.outputs()));
        made.remove("");
        Map<String, TensorType> reads = new LinkedHashMap<>();
        Map<String, IntegerConstant> computed = new LinkedHashMap<>();
        for (Node node : nodes) {
            for (String value : ModelGraph.readsOf(node)) {
                if (made.contains(value) || graph.isConstant(value)) {
                    continue;
                }
                Optional<IntegerConstant> integers = integers(value);
                Optional<TensorType> type = fixed(value);
                if (integers.isPresent()) {
                    computed.put(value, integers.get());
                } else if (type.isPresent()) {
                    reads.put(value, type.get());
                } else {
                    return Optional.empty();
                }
            }
        }
        Map<String, TensorType> writes = new LinkedHashMap<>();
        for (String value : made) {
            if (graph.isOutput(value) || graph.consumers(value).stream().anyMatch(reader -> !nodes.contains(reader))) {
                Optional<TensorType> type = fixed(value);
                if (type.isEmpty()) {
                    return Optional.empty();
                }
                writes.put(value, type.get());
            }
        }
        return reads.isEmpty() || writes.isEmpty()
                ? Optional.empty()
                : Optional.of(model(nodes, reads, writes, made, computed));
    }

    private Model model(
            List<Node> nodes,
            Map<String, TensorType> reads,
            Map<String, TensorType> writes,
            Set<String> made,
            Map<String, IntegerConstant> computed) {
        ModelGraph.Builder builder = network.graph().toBuilder()
                .name("kernel")
                .inputs(List.<GraphValue>of())
                .outputs(List.<GraphValue>of())
                .nodes(List.of());
        computed.forEach(builder::constant);
        for (int copy = 0; copy < copies; copy++) {
            String suffix = "/" + copy;
            reads.forEach((value, type) -> builder.input(value + suffix, type));
            for (Node node : nodes) {
                builder.node(new Node(
                        node.name() + suffix,
                        node.operator(),
                        renamed(node.inputs(), reads.keySet(), made, suffix),
                        renamed(node.outputs(), Set.of(), made, suffix)));
            }
            writes.forEach((value, type) -> builder.output(value + suffix, type));
        }
        return DeadNodes.remove(new Model(builder.build(), network.weights()));
    }

    private static List<String> renamed(List<String> values, Set<String> reads, Set<String> made, String suffix) {
        List<String> renamed = new ArrayList<>();
        for (String value : values) {
            renamed.add(reads.contains(value) || made.contains(value) ? value + suffix : value);
        }
        return renamed;
    }

    /** The type at the batch of the kit, when its shape is known. */
    private Optional<TensorType> fixed(String value) {
        return shapes.type(value).map(type -> type.withShape(type.shape().withSymbols(batch)));
    }

    /** The integers of a shape or bound that the network computes, when they follow from its structure. */
    private Optional<IntegerConstant> integers(String value) {
        Optional<Longs> values = shapes.integers(value);
        Optional<TensorType> type = fixed(value);
        if (values.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        Shape shape = type.get().shape();
        return Optional.of(new IntegerConstant(type.get().dataType(), Longs.of(shape.toArray()), values.get()));
    }
}
