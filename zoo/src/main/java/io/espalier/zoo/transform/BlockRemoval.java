package io.espalier.zoo.transform;

import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Removes residual blocks: the readers of a block's exit read its entry instead, and what nobody needs any longer goes.
 * Inputs and outputs of the network keep their names.
 */
public final class BlockRemoval {
    private BlockRemoval() {}

    /** @throws IllegalArgumentException when an id names no block, or one that is not removable */
    public static Model remove(Model model, Collection<String> blockIds) {
        return new Model(remove(model.graph(), blockIds), model.weights());
    }

    /** The structure of {@link #remove(Model, Collection)}. The order of the ids does not matter. */
    public static ModelGraph remove(ModelGraph graph, Collection<String> blockIds) {
        return blockIds.isEmpty() ? graph : remove(graph, ResidualBlocks.of(graph), blockIds);
    }

    /** As {@link #remove(ModelGraph, Collection)}, with the blocks of {@code graph} found before. */
    public static ModelGraph remove(ModelGraph graph, List<ResidualBlock> blocks, Collection<String> blockIds) {
        List<ResidualBlock> removed = chosen(blocks, blockIds);
        if (removed.isEmpty()) {
            return DeadNodes.remove(graph);
        }
        Substitution passed = new Substitution();
        removed.forEach(block -> passed.put(block.exit(), block.entry()));
        ModelGraph apart = withSizesApart(graph, removed, passed);
        List<Node> nodes = apart.nodes().stream().map(passed::in).toList();
        return DeadNodes.remove(withOutputs(apart, nodes, passed));
    }

    private static List<ResidualBlock> chosen(List<ResidualBlock> blocks, Collection<String> blockIds) {
        Set<String> wanted = new LinkedHashSet<>(blockIds);
        List<ResidualBlock> chosen = new ArrayList<>();
        for (ResidualBlock block : blocks) {
            if (wanted.remove(block.id())) {
                if (!block.removable()) {
                    throw new IllegalArgumentException(
                            "The block (%s) cannot be removed: %s.".formatted(block.id(), block.reason()));
                }
                chosen.add(block);
            }
        }
        if (!wanted.isEmpty()) {
            throw new IllegalArgumentException("""
                    There is no block (%s).
                    Maybe one of %s is meant.""".formatted(
                            wanted.iterator().next(),
                            blocks.stream()
                                    .filter(ResidualBlock::removable)
                                    .map(ResidualBlock::id)
                                    .toList()));
        }
        return chosen;
    }

    /** Shape nodes that stay, but whose value goes, read the sizes from the entry of the block that it goes with. */
    private static ModelGraph withSizesApart(ModelGraph graph, List<ResidualBlock> removed, Substitution passed) {
        if (graph.nodes().stream().noneMatch(node -> node.operator() instanceof Operator.ShapeOf)) {
            return graph;
        }
        Map<String, ResidualBlock> goesWith = new HashMap<>(); // a block within another is found before the other
        removed.forEach(block -> block.nodes().forEach(node -> goesWith.put(node, block)));
        SizeSource sizes = new SizeSource(ShapeInference.infer(graph));
        ModelGraph.Builder builder = graph.toBuilder();
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Optional<ResidualBlock> block = node.operator() instanceof Operator.ShapeOf
                            && !goesWith.containsKey(node.name())
                            && passed.of(node.input(0)).equals(node.input(0))
                    ? graph.producer(node.input(0)).map(Node::name).map(goesWith::get)
                    : Optional.empty();
            if (block.isPresent() && sizes.canReplace(node, block.get().entry())) {
                String entry = block.get().entry();
                nodes.addAll(sizes.replacement(graph, builder, node, entry, passed.of(entry)));
            } else {
                nodes.add(node);
            }
        }
        return builder.nodes(nodes).build();
    }

    /** An output that was a block's exit is now the block's entry: that value takes the output's name. */
    private static ModelGraph withOutputs(ModelGraph graph, List<Node> nodes, Substitution passed) {
        List<Node> result = new ArrayList<>(nodes);
        for (GraphValue output : graph.outputs()) {
            String entry = passed.of(output.name());
            if (entry.equals(output.name())) {
                continue;
            }
            // The old definition of the output is dead, but still there: it makes room for the name.
            String old = WeightNames.free(graph, output.name() + ".removed");
            result.replaceAll(node -> renamed(node, output.name(), old));
            result.add(Node.of(
                    output.name() + ".identity",
                    Operator.Activation.of(Operator.Activation.Kind.IDENTITY),
                    List.of(entry),
                    output.name()));
        }
        return graph.toBuilder().nodes(result).build();
    }

    private static Node renamed(Node node, String from, String to) {
        List<String> outputs = node.outputs().stream()
                .map(output -> output.equals(from) ? to : output)
                .toList();
        return new Node(node.name(), node.operator(), node.inputs(), outputs);
    }
}
