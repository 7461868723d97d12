package io.espalier.zoo.transform;

import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sizes read off one value in place of another: what a Shape node behind a removed value asks for is a number, or a size
 * that the stream has as well.
 */
final class SizeSource {
    private final Shapes shapes;

    SizeSource(Shapes shapes) {
        this.shapes = shapes;
    }

    /** Whether {@code node} is a Shape node whose sizes are numbers or sizes of {@code source}. */
    boolean canReplace(Node node, String source) {
        if (!(node.operator() instanceof Operator.ShapeOf operator)) {
            return false;
        }
        Optional<Shape> there = shapes.shape(source);
        return there.isPresent()
                && shapes.shape(node.input(0))
                        .filter(read -> asked(operator, read).stream()
                                .allMatch(dim ->
                                        dim.isKnown() || there.get().dims().contains(dim)))
                        .isPresent();
    }

    private static List<Dim> asked(Operator.ShapeOf operator, Shape shape) {
        int from = clamp(operator.start(), shape.rank());
        int to = clamp(operator.end(), shape.rank());
        return from < to ? shape.dims().subList(from, to) : List.of();
    }

    private static int clamp(long axis, int rank) {
        long counted = axis < 0 ? axis + rank : axis;
        return (int) Math.max(0, Math.min(rank, counted));
    }

    /**
     * Nodes with the output of the Shape node {@code node} that read other sizes; their constants go to {@code builder}.
     *
     * @param source a value for which {@link #canReplace} holds
     * @param value what is read, of the shape of {@code source}
     */
    List<Node> replacement(ModelGraph graph, ModelGraph.Builder builder, Node node, String source, String value) {
        Shape there = shapes.known(source);
        Shape read = shapes.known(node.input(0));
        if (there.equals(read)) {
            return List.of(node.withInputs(List.of(value)));
        }
        String sizes = WeightNames.free(graph, node.output() + ".sizes");
        List<Node> nodes = new ArrayList<>();
        nodes.add(Node.of(sizes, new Operator.ShapeOf(0, Long.MAX_VALUE), List.of(value), sizes));
        List<String> parts = new ArrayList<>();
        for (Dim dim : asked((Operator.ShapeOf) node.operator(), read)) {
            String number = WeightNames.free(graph, node.output() + ".number" + parts.size());
            builder.constant(
                    number,
                    IntegerConstant.vector(
                            dim.isKnown() ? dim.size() : there.dims().indexOf(dim)));
            if (dim.isKnown()) {
                parts.add(number);
            } else {
                String size = WeightNames.free(graph, node.output() + ".size" + parts.size());
                nodes.add(Node.of(size, new Operator.Gather(0), List.of(sizes, number), size));
                parts.add(size);
            }
        }
        nodes.add(Node.of(node.name(), new Operator.Concat(0), parts, node.output()));
        return nodes;
    }
}
