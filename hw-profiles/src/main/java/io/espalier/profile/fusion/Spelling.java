package io.espalier.profile.fusion;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A function of one tensor written as several nodes, such as {@code Mul(x, Sigmoid(x))}: ONNX operators, the value
 * {@code x} that the whole reads, and numbers. Immutable.
 */
public final class Spelling {
    /** What the whole reads. */
    public static final String ARGUMENT = "x";

    private final String text;
    private final Term root;

    private Spelling(String text, Term root) {
        this.text = text;
        this.root = root;
    }

    /**
     * A part of a spelling.
     *
     * @param name an ONNX operator, {@link #ARGUMENT}, or a number
     * @param operands empty unless this is an operator
     */
    public record Term(String name, List<Term> operands) {
        public Term {
            operands = List.copyOf(operands);
        }

        /** Whether this is a number. */
        public boolean isNumber() {
            return operands.isEmpty() && !name.equals(ARGUMENT);
        }
    }

    /**
     * A place in a graph that is spelt so.
     *
     * @param nodes in the order of the graph, the last writes the result
     * @param argument the value that they read
     */
    public record Match(List<Node> nodes, String argument) {
        public Match {
            nodes = List.copyOf(nodes);
        }
    }

    /** @throws IllegalArgumentException when the text is not a spelling */
    public static Spelling parse(String text) {
        Parser parser = new Parser(text);
        Term root = parser.term();
        if (parser.at != text.length() || root.operands().isEmpty()) {
            throw parser.failure();
        }
        return new Spelling(text, root);
    }

    public Term root() {
        return root;
    }

    /** Where {@code last} writes the result of this, from one value, and nothing else reads what lies between. */
    public Optional<Match> match(ModelGraph graph, Node last) {
        if (last.outputs().isEmpty()) {
            return Optional.empty();
        }
        for (Binding binding : matches(root, last.output(), graph, new Binding(null, Set.of()))) {
            if (binding.argument() != null && isClosed(binding.nodes(), last, graph)) {
                Set<Node> nodes = binding.nodes();
                return Optional.of(
                        new Match(graph.nodes().stream().filter(nodes::contains).toList(), binding.argument()));
            }
        }
        return Optional.empty();
    }

    private record Binding(@Nullable String argument, Set<Node> nodes) {
        Binding with(Node node) {
            Set<Node> more = new LinkedHashSet<>(nodes);
            more.add(node);
            return new Binding(argument, more);
        }
    }

    private static List<Binding> matches(Term term, String value, ModelGraph graph, Binding binding) {
        if (term.name().equals(ARGUMENT)) {
            boolean fits = binding.argument() == null
                    ? !graph.isConstant(value)
                    : binding.argument().equals(value);
            return fits ? List.of(new Binding(value, binding.nodes())) : List.of();
        }
        if (term.isNumber()) {
            return graph.isConstant(value) ? List.of(binding) : List.of();
        }
        Node node = graph.producer(value).orElse(null);
        if (node == null
                || !operatorName(node.operator()).equals(term.name())
                || node.inputs().size() < term.operands().size()) {
            return List.of();
        }
        List<Binding> found = new ArrayList<>();
        for (List<Term> order : orders(term)) {
            List<Binding> open = List.of(binding.with(node));
            for (int i = 0; i < order.size(); i++) {
                List<Binding> next = new ArrayList<>();
                for (Binding partial : open) {
                    next.addAll(matches(order.get(i), node.input(i), graph, partial));
                }
                open = next;
            }
            found.addAll(open);
        }
        return found;
    }

    private static List<List<Term>> orders(Term term) {
        List<Term> operands = term.operands();
        boolean commutes = term.name().equals("Add") || term.name().equals("Mul");
        return commutes ? List.of(operands, List.of(operands.get(1), operands.get(0))) : List.of(operands);
    }

    private static boolean isClosed(Set<Node> nodes, Node last, ModelGraph graph) {
        return nodes.stream()
                .filter(node -> !node.equals(last))
                .noneMatch(node -> graph.isOutput(node.output()) || !nodes.containsAll(graph.consumers(node.output())));
    }

    /** The ONNX operator of an activation or an elementwise operator; empty for others. */
    public static String operatorName(Operator operator) {
        if (operator instanceof Operator.Activation activation) {
            return activation.kind().onnxName();
        }
        return operator instanceof Operator.Elementwise elementwise
                ? elementwise.kind().onnxName()
                : "";
    }

    /** The names of the operators of this. */
    public Set<String> operators() {
        Set<String> operators = new TreeSet<>();
        collect(root, operators);
        return operators;
    }

    private static void collect(Term term, Set<String> operators) {
        if (!term.operands().isEmpty()) {
            operators.add(term.name());
            term.operands().forEach(operand -> collect(operand, operators));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spelling that && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    /** The text that this was read from. */
    @Override
    public String toString() {
        return text;
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Term term() {
            int start = at;
            while (at < text.length() && "(), ".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String name = text.substring(start, at);
            List<Term> operands = new ArrayList<>();
            if (accept("(")) {
                do {
                    operands.add(term());
                } while (accept(", "));
                if (!accept(")")) {
                    throw failure();
                }
            } else if (!name.equals(ARGUMENT) && !name.matches("-?\\d+(\\.\\d+)?")) {
                throw failure();
            }
            return new Term(name, operands);
        }

        private boolean accept(String mark) {
            boolean found = text.startsWith(mark, at);
            at += found ? mark.length() : 0;
            return found;
        }

        IllegalArgumentException failure() {
            return new IllegalArgumentException("""
                    The text (%s) is not a function of (x), from its character %d on.
                    Maybe like this: (Mul(x, Sigmoid(x))).""".formatted(text, at + 1));
        }
    }
}
