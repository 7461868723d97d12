package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Elementwise.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A sum whose one operand, the stream, comes down unchanged, and whose other, the branch, is computed from a value in
 * that stream. The stream may itself be a sum: in {@code (x + f(x)) + g(x)} the branch {@code g} starts at {@code x}.
 *
 * @param add the Add, or the Sub that takes the branch from the stream
 * @param stream the operand that the sum becomes without the branch
 * @param branch the other operand
 * @param path how the branch depends on the stream
 */
record ResidualSum(Node add, String stream, String branch, DataFlow.Path path) {

    /** How {@code node} may be read as such a sum; the reading whose branch starts at the stream itself comes first. */
    static List<ResidualSum> readings(ModelGraph graph, DataFlow flow, Node node) {
        List<ResidualSum> readings = new ArrayList<>();
        of(graph, flow, node, 0).ifPresent(readings::add);
        if (!isDifference(node)) {
            of(graph, flow, node, 1).ifPresent(readings::add);
        }
        readings.sort(Comparator.comparing(sum -> !sum.path.start().equals(sum.stream)));
        return readings;
    }

    private static Optional<ResidualSum> of(ModelGraph graph, DataFlow flow, Node node, int streamInput) {
        String stream = node.input(streamInput);
        String branch = node.input(1 - streamInput);
        return flow.path(passedOn(graph, flow, stream), branch)
                .map(path -> new ResidualSum(node, stream, branch, path));
    }

    /** Whether {@code node} adds two values that depend on the network's inputs, or takes one from the other. */
    static boolean isOne(DataFlow flow, Node node) {
        return (isSum(node) || isDifference(node))
                && node.inputs().size() == 2
                && !node.input(0).equals(node.input(1))
                && flow.isData(node.input(0))
                && flow.isData(node.input(1));
    }

    private static boolean isSum(Node node) {
        return node.operator() instanceof Operator.Elementwise elementwise
                && (elementwise.kind() == Kind.ADD || elementwise.kind() == Kind.SUM);
    }

    private static boolean isDifference(Node node) {
        return node.operator() instanceof Operator.Elementwise elementwise && elementwise.kind() == Kind.SUB;
    }

    /** {@code value} and the terms that it is a sum of, as far as they can be followed. */
    private static Set<String> passedOn(ModelGraph graph, DataFlow flow, String value) {
        Set<String> terms = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(value));
        while (!open.isEmpty()) {
            String term = open.pop();
            if (terms.add(term)) {
                Optional<Node> producer = graph.producer(term);
                if (producer.filter(node -> isOne(flow, node)).isPresent()) {
                    open.push(producer.get().input(0));
                    if (isSum(producer.get())) {
                        open.push(producer.get().input(1));
                    }
                } else if (producer.filter(ResidualSum::isIdentity).isPresent()) {
                    open.push(producer.get().input(0));
                }
            }
        }
        return terms;
    }

    private static boolean isIdentity(Node node) {
        return node.operator() instanceof Operator.Activation activation
                && (activation.kind() == Operator.Activation.Kind.IDENTITY
                        || activation.kind() == Operator.Activation.Kind.DROPOUT);
    }
}
