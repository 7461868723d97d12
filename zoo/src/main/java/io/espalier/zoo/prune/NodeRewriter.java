package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelAxis;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.channels.ChannelRewrite;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.transform.DeadNodes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes anew what of the nodes depends on channels: groups, split sizes, targets, bounds, pads, indices. */
final class NodeRewriter {
    private static final int SPLIT_SIZES_ARE_AN_INPUT = 13;

    private final ModelGraph graph;
    private final Map<String, Integer> indexOfNode = new HashMap<>();
    private final List<ChannelRewrite> rewrites;
    private final Map<ChannelRewrite, String> constantNames = new HashMap<>();

    NodeRewriter(ChannelGroups groups) {
        graph = groups.graph();
        rewrites = groups.rewrites();
        for (int i = 0; i < graph.nodes().size(); i++) {
            indexOfNode.put(graph.nodes().get(i).name(), i);
        }
        for (ChannelRewrite rewrite : rewrites) {
            if (rewrite instanceof ChannelRewrite.Integers integers) {
                constantNames.put(rewrite, constantName(integers.node(), integers.input()));
            } else if (rewrite instanceof ChannelRewrite.Indices indices) {
                constantNames.put(rewrite, constantName(indices.node(), indices.input()));
            } else if (rewrite instanceof ChannelRewrite.SplitSizes sizes) {
                constantNames.put(rewrite, constantName(sizes.node(), 1));
            }
        }
    }

    private Node original(String node) {
        return graph.nodes().get(indexOfNode.getOrDefault(node, -1));
    }

    /** The name of the constant that the input reads, when nothing else reads it; else a new one. */
    private String constantName(String nodeName, int input) {
        Node node = original(nodeName);
        String given = node.input(input);
        boolean own = graph.constants().containsKey(given)
                && graph.consumers(given).size() == 1
                && Collections.frequency(node.inputs(), given) == 1
                && !graph.isOutput(given);
        if (own) {
            return given;
        }
        String name = "%s/input_%d_cut".formatted(nodeName, input);
        while (isTaken(name)) {
            name = name + "_";
        }
        return name;
    }

    private boolean isTaken(String name) {
        return graph.isConstant(name)
                || graph.producer(name).isPresent()
                || graph.inputs().stream().anyMatch(input -> input.name().equals(name));
    }

    /** Builds the graph of {@code builder}, whose weights are cut already, with its nodes to match. */
    ModelGraph rewrite(ModelGraph.Builder builder, Cut cut) {
        List<Node> nodes = new ArrayList<>(graph.nodes());
        boolean leavesDead = false;
        for (ChannelRewrite rewrite : rewrites) {
            if (isCalledFor(rewrite, cut)) {
                int index = indexOfNode.getOrDefault(rewrite.node(), -1);
                leavesDead |= rewrite(rewrite, nodes, index, builder, cut);
            }
        }
        ModelGraph result = builder.nodes(nodes).build();
        return leavesDead ? DeadNodes.remove(result) : result;
    }

    private static boolean isCalledFor(ChannelRewrite rewrite, Cut cut) {
        for (ChannelAxis cause : rewrite.causes()) {
            if (cut.loses(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a value may now be read by nobody. */
    private boolean rewrite(ChannelRewrite rewrite, List<Node> nodes, int index, ModelGraph.Builder builder, Cut cut) {
        Node node = nodes.get(index);
        if (rewrite instanceof ChannelRewrite.ConvolutionGroups groups) {
            Operator.Convolution convolution = (Operator.Convolution) node.operator();
            nodes.set(index, node.withOperator(convolution.withGroups(cut.kept(groups.axis()) / groups.perGroup())));
            return false;
        }
        String name = constantNames.getOrDefault(rewrite, "");
        if (rewrite instanceof ChannelRewrite.Indices indices) {
            builder.constant(
                    name, vector(node.input(indices.input()), cut.renumbered(indices.axis(), indices.indices())));
            return read(nodes, index, indices.input(), name);
        }
        if (rewrite instanceof ChannelRewrite.Integers integers) {
            builder.constant(name, vector(node.input(integers.input()), values(integers.entries(), cut)));
            return read(nodes, index, integers.input(), name);
        }
        ChannelRewrite.SplitSizes split = (ChannelRewrite.SplitSizes) rewrite;
        Operator.Split operator = (Operator.Split) node.operator();
        Longs sizes = values(split.entries(), cut);
        if (graph.opset() < SPLIT_SIZES_ARE_AN_INPUT) {
            nodes.set(index, node.withOperator(new Operator.Split(operator.axis(), sizes, 0)));
            return false;
        }
        nodes.set(index, node.withOperator(new Operator.Split(operator.axis(), Longs.of(), 0)));
        builder.constant(name, vector(node.input(1), sizes));
        return read(nodes, index, 1, name);
    }

    private static Longs values(List<ChannelRewrite.Entry> entries, Cut cut) {
        return Longs.of(
                entries.stream().mapToLong(entry -> entry.value(cut.removed())).toArray());
    }

    /** A vector in the element type that the input had; a single number stays one. */
    private IntegerConstant vector(String replaced, Longs values) {
        IntegerConstant given = graph.constants().get(replaced);
        IntegerConstant vector = IntegerConstant.vector(values.toArray());
        if (given == null) {
            return vector;
        }
        Longs shape = given.shape().isEmpty() && values.size() == 1 ? given.shape() : vector.shape();
        return new IntegerConstant(given.dataType(), shape, values);
    }

    private boolean read(List<Node> nodes, int index, int input, String name) {
        Node node = nodes.get(index);
        List<String> inputs = new ArrayList<>(node.inputs());
        while (inputs.size() <= input) {
            inputs.add("");
        }
        String replaced = inputs.set(input, name);
        nodes.set(index, node.withInputs(inputs));
        return !replaced.equals(name) && !replaced.isEmpty();
    }
}
