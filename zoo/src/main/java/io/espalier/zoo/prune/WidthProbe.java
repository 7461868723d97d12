package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelAxis;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.channels.ChannelRewrite;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network at widths that need not be those of any cut, so that every axis can have a width of its own: what follows from
 * a width is then known by its number. Weights, values and the groups of convolutions have these widths; integers that a
 * cut would write anew (targets of a Reshape, sizes of a Split) are those of the uncut network.
 *
 * @param shapes of the values of {@code graph}
 */
public record WidthProbe(ModelGraph graph, Shapes shapes) {

    /** @param widths by {@link ChannelAxis#number}, of every axis, 1 or more */
    public static WidthProbe of(ChannelGroups groups, int[] widths) {
        Map<String, TensorType> types = new HashMap<>(groups.shapes().types());
        ModelGraph.Builder builder = groups.graph().toBuilder();
        groups.axesOfValues().forEach((value, axes) -> {
            TensorType type = types.get(value);
            if (type != null) {
                TensorType probed = type.withShape(shape(type.shape(), axes, widths));
                types.put(value, probed);
                if (groups.graph().weights().containsKey(value)) {
                    builder.weight(value, probed);
                }
            }
        });
        ModelGraph graph = builder.nodes(nodes(groups, widths)).build();
        return new WidthProbe(graph, new Shapes(types, groups.shapes().integers()));
    }

    private static Shape shape(Shape full, List<Optional<ChannelAxis>> axes, int[] widths) {
        Shape shape = full;
        for (int axis = 0; axis < axes.size(); axis++) {
            if (axes.get(axis).isPresent()) {
                shape = shape.with(axis, Dim.of(widths[axes.get(axis).get().number()]));
            }
        }
        return shape;
    }

    private static List<Node> nodes(ChannelGroups groups, int[] widths) {
        Map<String, Integer> counts = new HashMap<>();
        for (ChannelRewrite rewrite : groups.rewrites()) {
            if (rewrite instanceof ChannelRewrite.ConvolutionGroups own) {
                counts.put(own.node(), widths[own.axis().number()] / own.perGroup());
            }
        }
        List<Node> nodes = new ArrayList<>();
        for (Node node : groups.graph().nodes()) {
            Integer count = counts.get(node.name());
            nodes.add(
                    count != null && node.operator() instanceof Operator.Convolution convolution
                            ? node.withOperator(convolution.withGroups(count))
                            : node);
        }
        return nodes;
    }
}
