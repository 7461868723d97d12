package io.espalier.zoo.channels;

import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What keeps the rule of a node from being applied, and what no rule of it would follow. */
final class Obstacles {
    private final Propagation run;

    Obstacles(Propagation run) {
        this.run = run;
    }

    /** Freezes the node where its rule cannot be applied; false where it can. */
    boolean freeze(Node node) {
        Optional<String> obstacle = obstacle(node);
        obstacle.ifPresent(reason -> {
            run.freezeNode(node, reason);
            produceFrozen(node);
        });
        return obstacle.isPresent();
    }

    private Optional<String> obstacle(Node node) {
        for (String input : node.inputs()) {
            if (!input.isEmpty() && run.axesOf(input).isEmpty()) {
                return Optional.of(Propagation.behindUnknown());
            }
        }
        for (String output : node.outputs()) {
            if (!output.isEmpty() && run.shapes.shape(output).isEmpty()) {
                return Optional.of(
                        node.operator() instanceof Operator.Opaque opaque
                                ? OpaqueRules.notUnderstood(node, opaque)
                                : "the result of %s has no known shape".formatted(Propagation.place(node)));
            }
        }
        return Optional.empty();
    }

    /** What makes channels is told of, whatever keeps them from going. */
    private void produceFrozen(Node node) {
        boolean transposed = node.operator() instanceof Operator.Convolution convolution && convolution.transposed();
        int outputs;
        if (node.operator() instanceof Operator.Convolution) {
            outputs = transposed ? 1 : 0;
        } else if (node.operator() instanceof Operator.Gemm gemm) {
            outputs = gemm.transposeB() ? 0 : 1;
        } else if (node.operator() instanceof Operator.MatMul) {
            outputs = -1;
        } else {
            return;
        }
        String weight = node.input(1);
        run.axesOf(weight)
                .filter(axes -> run.isConstantDerived(weight) && axes.length > 1)
                .ifPresent(axes -> run.produce(axes[outputs < 0 ? axes.length - 1 : outputs]));
    }

    /** Most rules take repeated identities for a plain axis and lose sight of them. */
    void freezeRepeated(Node node) {
        Operator operator = node.operator();
        boolean follows = operator instanceof Operator.Reshape reshape
                        && reshape.kind() != Operator.Reshape.Kind.EXPAND
                        && reshape.kind() != Operator.Reshape.Kind.TILE
                || operator instanceof Operator.Transpose
                || operator instanceof Operator.Elementwise
                || operator instanceof Operator.Activation
                || operator instanceof Operator.Softmax
                || operator instanceof Operator.MatMul
                || operator instanceof Operator.Cast;
        for (String input : follows ? List.<String>of() : node.inputs()) {
            for (Axis axis : run.axesOf(input).orElse(new Axis[0])) {
                if (axis.isRepeated()) {
                    run.freeze(axis, "meets a free size at %s".formatted(Propagation.place(node)));
                }
            }
        }
    }

    /** Sizes computed from channel counts may only reach inputs that a rule rewrites or checks. */
    void freezeUnhandledSizes(Node node) {
        Set<Integer> handled = sizeInputs(node.operator());
        for (int i = 0; i < node.inputs().size(); i++) {
            if (!handled.contains(i)) {
                run.origins.freeze(
                        node.input(i),
                        "the number of its channels is used in a computation at %s".formatted(Propagation.place(node)));
            }
        }
    }

    /** The inputs that give sizes or bounds, which the rule of the operator rewrites or checks. */
    private static Set<Integer> sizeInputs(Operator operator) {
        if (operator instanceof Operator.Reshape
                || operator instanceof Operator.Split
                || operator instanceof Operator.Pad) {
            return Set.of(1);
        }
        if (operator instanceof Operator.Slice) {
            return Set.of(1, 2, 3, 4);
        }
        return operator instanceof Operator.Resize ? Set.of(3) : Set.of();
    }

    /** A rule and shape inference must agree; where they do not, nothing is guessed. */
    void checkLengths(Node node, String output) {
        if (output.isEmpty()) {
            return;
        }
        Shape shape = run.shapes.known(output);
        Axis[] axes = run.axesOf(output)
                .orElseThrow(() -> new IllegalStateException("No rule defined (%s).".formatted(output)));
        boolean agree = axes.length == shape.rank();
        for (int axis = 0; agree && axis < axes.length; axis++) {
            agree = axes[axis].isPlain() || shape.dim(axis).equals(Dim.of(axes[axis].ids().length));
        }
        if (!agree) {
            String reason = "the channels behind %s do not match its shape".formatted(Propagation.place(node));
            for (Axis axis : axes) {
                run.freeze(axis, reason);
            }
            run.freezeNode(node, reason);
        }
    }
}
