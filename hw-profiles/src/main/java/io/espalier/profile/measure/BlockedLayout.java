package io.espalier.profile.measure;

import io.espalier.profile.fusion.LayoutRules;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Shapes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which floating-point nodes that start a kernel write the blocked layout. */
final class BlockedLayout {
    private static final int CHANNEL_AXIS = 1;

    private final LayoutRules rules;
    private final Shapes shapes;

    BlockedLayout(LayoutRules rules, Shapes shapes) {
        this.rules = rules;
        this.shapes = shapes;
    }

    /** @param blocked the values in the layout so far */
    boolean isBlocked(Node node, Set<String> blocked) {
        Operator operator = node.operator();
        if (operator instanceof Operator.Convolution convolution) {
            return !convolution.transposed()
                    && convolution.strides().size() == 2
                    && rules.isBlocked(
                            KernelShapes.channels(shapes, node.input(0)),
                            KernelShapes.channels(shapes, node.output()),
                            convolution.groups());
        }
        if (node.inputs().isEmpty()) {
            return false;
        }
        if (operator instanceof Activation activation && vanishes(activation)) {
            return blocked.contains(node.input(0));
        }
        if (operator instanceof Operator.Concat concat && concat.axis() != CHANNEL_AXIS) {
            return false;
        }
        boolean readsAll = operator instanceof Operator.Concat || operator instanceof Operator.Elementwise;
        return name(node)
                .map(name -> readsAll ? allKeep(name, node, blocked) : isBlocked(name, node, blocked))
                .orElse(false);
    }

    private static boolean vanishes(Activation activation) {
        return activation.kind() == Activation.Kind.IDENTITY || activation.kind() == Activation.Kind.DROPOUT;
    }

    /** The names by which the rules may know a node, whatever its widths. */
    List<String> names(Node node) {
        if (node.operator() instanceof Operator.Elementwise elementwise) {
            String name = elementwise.kind().onnxName();
            return List.of(name(elementwise, node), name);
        }
        return name(node).map(List::of).orElse(List.of());
    }

    /** The name by which the rules know an operator other than a convolution. */
    private Optional<String> name(Node node) {
        Operator operator = node.operator();
        if (operator instanceof Activation activation) {
            return Optional.of(activation.kind().onnxName());
        }
        if (operator instanceof Operator.Pool pool) {
            boolean isMax = pool.kind() == Operator.Pool.Kind.MAX;
            String name = isMax ? "MaxPool" : "AveragePool";
            return Optional.of(pool.global() ? "Global" + name : name);
        }
        if (operator instanceof Operator.Normalization normalization) {
            return Optional.of(normalization.kind().onnxName());
        }
        if (operator instanceof Operator.Opaque opaque) {
            return Optional.of(opaque.type());
        }
        if (operator instanceof Operator.Concat) {
            return Optional.of("Concat");
        }
        return operator instanceof Operator.Elementwise elementwise
                ? Optional.of(name(elementwise, node))
                : Optional.empty();
    }

    private String name(Operator.Elementwise elementwise, Node node) {
        String name = elementwise.kind().onnxName();
        var output = shapes.shape(node.output());
        for (String input : node.inputs()) {
            if (!shapes.shape(input).equals(output)) {
                return name + " broadcast";
            }
        }
        return name;
    }

    private boolean allKeep(String operator, Node node, Set<String> blocked) {
        for (int i = 0; i < node.inputs().size(); i++) {
            if (!blocked.contains(node.input(i))
                    || !rules.isBlocked(operator, KernelShapes.channels(shapes, node.input(i)), true)) {
                return false;
            }
        }
        return true;
    }

    private boolean isBlocked(String operator, Node node, Set<String> blocked) {
        return rules.isBlocked(operator, KernelShapes.channels(shapes, node.input(0)), blocked.contains(node.input(0)));
    }
}
