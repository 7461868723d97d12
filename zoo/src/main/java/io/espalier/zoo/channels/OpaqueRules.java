package io.espalier.zoo.channels;

import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.Set;

/** Operators that {@link Operator} has no word for: most freeze what they touch, of some it is known that they need not. */
final class OpaqueRules {
    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");
    /** Opaque operators that look at places of images, at the same ones in every channel. */
    private static final Set<String> SAMPLING = Set.of("RoiAlign", "GridSample");

    private final Propagation run;

    OpaqueRules(Propagation run) {
        this.run = run;
    }

    /** What is read can go with its columns of the weights {@code [directions, gates, inputs]}; the rest cannot. */
    private boolean recurrent(Node node, String reason) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        Axis[] weights = run.axesOf(node.input(1)).orElse(data);
        Axis read = run.union(data[2], weights[2]);
        freezeAllBut(data, read, reason);
        freezeAllBut(weights, read, reason);
        node.inputs().stream().skip(2).forEach(parameter -> run.freezeValue(parameter, reason));
        node.outputs().stream()
                .filter(output -> !output.isEmpty())
                .forEach(output -> run.define(output, run.plain(run.shapes.known(output), reason)));
        run.produce(run.axesOf(node.input(2)).orElse(data)[2]);
        return true;
    }

    /** Of images {@code [N, C, …]}: a channel that is zero stays zero. */
    private boolean sampling(Node node, String reason) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        Axis[] sampled = run.plain(run.shapes.known(node.output()), reason);
        sampled[1] = data[1];
        freezeAllBut(data, data[1], reason);
        node.inputs().stream().skip(1).forEach(places -> run.freezeValue(places, reason));
        run.define(node.output(), sampled);
        return true;
    }

    private void freezeAllBut(Axis[] axes, Axis kept, String reason) {
        for (Axis axis : axes) {
            if (!run.same(axis, kept)) {
                run.freeze(axis, reason);
            }
        }
    }

    boolean opaque(Node node, Operator.Opaque operator) {
        if (isRecurrent(operator)) {
            return recurrent(node, notUnderstood(node, operator));
        }
        if (operator.domain().isEmpty() && SAMPLING.contains(operator.type())) {
            return sampling(
                    node,
                    "gives the places that %s at %s looks at".formatted(operator.type(), Propagation.place(node)));
        }
        run.freezeNode(node, notUnderstood(node, operator));
        return true;
    }

    static String notUnderstood(Node node, Operator.Opaque opaque) {
        if (isRecurrent(opaque)) {
            return "the hidden units of %s at %s feed back into themselves"
                    .formatted(opaque.type(), Propagation.place(node));
        }
        return "the operator %s of %s is not understood".formatted(opaque.type(), Propagation.place(node));
    }

    private static boolean isRecurrent(Operator.Opaque opaque) {
        return opaque.domain().isEmpty() && RECURRENT.contains(opaque.type());
    }
}
