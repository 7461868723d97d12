package io.espalier.zoo.transform;

import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.Shapes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a residual sum has the shape of its stream, free sizes included. */
final class StreamShape {
    private final Shapes shapes;
    private final Set<Dim> inputSizes = new HashSet<>();

    StreamShape(ModelGraph graph, Shapes shapes) {
        this.shapes = shapes;
        graph.inputs().forEach(input -> inputSizes.addAll(input.type().shape().dims()));
    }

    /** Why the sum without its branch may have another shape; empty when it has the same. */
    String reason(ResidualSum sum) {
        Optional<Shape> stream = shapes.shape(sum.stream());
        Optional<Shape> branch = shapes.shape(sum.branch());
        if (stream.isEmpty() || branch.isEmpty()) {
            return "its shape is not known" + behind(sum.path().nodes());
        }
        if (keeps(stream.get(), branch.get())) {
            return "";
        }
        Shape after = shapes.shape(sum.add().output()).orElse(branch.get());
        return "it changes the shape from %s to %s"
                .formatted(stream.get(), after.equals(stream.get()) ? branch.get() : after);
    }

    /** Whether the sum stretches its stream, as it does a mask or a bias: then the stream is none. */
    boolean isStretched(ResidualSum sum) {
        Optional<Shape> stream = shapes.shape(sum.stream());
        Optional<Shape> branch = shapes.shape(sum.branch());
        if (stream.isEmpty() || branch.isEmpty()) {
            return false;
        }
        if (stream.get().rank() < branch.get().rank()) {
            return true;
        }
        for (int axis = 1; axis <= branch.get().rank(); axis++) {
            Dim one = Dim.of(1);
            if (stream.get().dim(-axis).equals(one) && !branch.get().dim(-axis).equals(one)) {
                return true;
            }
        }
        return false;
    }

    private static String behind(List<Node> path) {
        for (Node node : path) {
            if (node.operator() instanceof Operator.Opaque opaque) {
                return " behind the operator %s of node %s".formatted(opaque.type(), node.name());
            }
        }
        return "";
    }

    private boolean keeps(Shape stream, Shape branch) {
        if (branch.rank() > stream.rank()) {
            return false;
        }
        for (int axis = 1; axis <= branch.rank(); axis++) {
            if (!keeps(stream.dim(-axis), branch.dim(-axis))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the sum's size is the stream's. Sizes that are not computed alike may still be equal: a sum at whose
     * inputs two computed sizes meet has one size, as shape inference takes it, too.
     */
    private boolean keeps(Dim stream, Dim branch) {
        if (branch.equals(stream) || branch.equals(Dim.of(1))) {
            return true;
        }
        if (branch.isKnown() || stream.equals(Dim.of(1))) {
            return false;
        }
        if (stream.isKnown()) {
            return true;
        }
        boolean bothFree = inputSizes.contains(stream) && inputSizes.contains(branch);
        return !bothFree && !stream.rest().equals(branch.rest());
    }
}
