package io.espalier.zoo.channels;

import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The constants in a vector of sizes that a network joins at run time, as {@code [N, 64, H, W]} and {@code [4·N, L, 16]}. */
final class SizeParts {
    private final Propagation run;

    SizeParts(Propagation run) {
        this.run = run;
    }

    /** Where a constant is read. */
    record Constant(Node node, int input, Longs values) {}

    /**
     * Entries of one vector that a constant gives.
     *
     * @param join the node that joins the vector, and {@code input} what of it has the entries
     * @param from the first of them in the vector
     * @param isFactor whether the constant is multiplied with a free size for the one entry
     */
    record Part(Node join, int input, int from, Constant constant, boolean isFactor) {
        /** Whether the entry of {@code axis} can be written anew by the constant. */
        boolean counts(Axis axis) {
            return isFactor
                    ? axis.isRepeated() && constant.values().equals(Longs.of(axis.carried().length))
                    : !axis.isRepeated();
        }
    }

    /** By entry of the vector. */
    List<Optional<Part>> of(String vector, int length) {
        List<Optional<Part>> parts = new ArrayList<>();
        Optional<Node> join = run.graph
                .producer(vector)
                .filter(node -> node.operator() instanceof Operator.Concat && isReadOnce(vector));
        for (int input = 0; join.isPresent() && input < join.get().inputs().size(); input++) {
            int count = run.integers(join.get().input(input)).map(List::size).orElse(0);
            Optional<Part> part = part(join.get(), input, parts.size());
            for (int i = 0; i < count; i++) {
                parts.add(part);
            }
        }
        while (parts.size() < length) {
            parts.add(Optional.empty());
        }
        return parts;
    }

    private boolean isReadOnce(String value) {
        return run.graph.consumers(value).size() == 1 && !run.graph.isOutput(value);
    }

    private Optional<Part> part(Node join, int input, int from) {
        String joined = join.input(input);
        IntegerConstant constant = run.graph.constants().get(joined);
        if (constant != null) {
            return Optional.of(new Part(join, input, from, new Constant(join, input, constant.values()), false));
        }
        return run.graph
                .producer(joined)
                .filter(node -> isUnsqueeze(node) && isReadOnce(joined))
                .flatMap(node -> run.graph.producer(node.input(0)))
                .flatMap(this::factor)
                .map(factor -> new Part(join, input, from, factor, true));
    }

    private static boolean isUnsqueeze(Node node) {
        return node.operator() instanceof Operator.Reshape reshape && reshape.kind() == Operator.Reshape.Kind.UNSQUEEZE;
    }

    /** The constant of a multiplication of one constant and something else. */
    private Optional<Constant> factor(Node node) {
        boolean product = node.operator() instanceof Operator.Elementwise elementwise
                && elementwise.kind() == Operator.Elementwise.Kind.MUL
                && !run.graph.isOutput(node.output());
        for (int input = 0; product && input < 2; input++) {
            IntegerConstant constant = run.graph.constants().get(node.input(input));
            if (constant != null && !run.graph.constants().containsKey(node.input(1 - input))) {
                return Optional.of(new Constant(node, input, constant.values()));
            }
        }
        return Optional.empty();
    }

    /** How many parts of vectors the product with {@code factor} can be, at the most: as many as read it, in any way. */
    int readers(Constant factor) {
        return run.graph.consumers(factor.node().output()).size();
    }
}
