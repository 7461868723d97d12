package io.espalier.zoo.testing;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A network and what whoever made it knows of its blocks.
 *
 * @param removable by id: the sum of each block that can go
 * @param blocks how many there are in all
 */
public record DepthNetwork(Model model, Map<String, Sum> removable, int blocks) {
    public DepthNetwork {
        removable = Map.copyOf(removable);
    }

    /** The sum of a block. @param branch the operand that the block computes */
    public record Sum(String output, String branch) {}

    /** The network in which the branches of these blocks are multiplied by 0 before they are added. */
    public Model masked(Collection<String> ids) {
        ModelGraph graph = model.graph();
        ModelGraph.Builder builder = graph.toBuilder();
        Tensor zero = Tensor.ofFloats(Longs.of(1), new float[1]);
        builder.weight("zero", zero.type());
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Node masked = node;
            for (String id : ids) {
                Sum sum = removable.get(id);
                if (node.outputs().contains(sum.output())) {
                    String nothing = sum.branch() + ".masked";
                    Operator times = new Operator.Elementwise(Operator.Elementwise.Kind.MUL);
                    nodes.add(Node.of(nothing, times, List.of(sum.branch(), "zero"), nothing));
                    masked = masked.withInputs(masked.inputs().stream()
                            .map(input -> input.equals(sum.branch()) ? nothing : input)
                            .toList());
                }
            }
            nodes.add(masked);
        }
        return new Model(builder.nodes(nodes).build(), model.weights().with(Map.of("zero", zero)));
    }
}
