package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Elementwise;
import java.util.List;
import java.util.Set;

/** What joins, cuts or scales values without being a layer. */
final class VertexRules {
    static final Set<String> KNOWN =
            Set.of("ElementWiseVertex", "MergeVertex", "SubsetVertex", "ScaleVertex", "ShiftVertex");

    private final Draft draft;

    VertexRules(Draft draft) {
        this.draft = draft;
    }

    /** The value of a vertex of a {@link #KNOWN} type. */
    String translate(Fields vertex, List<String> inputs) {
        String name = vertex.owner();
        if (inputs.isEmpty()) {
            throw new InvalidModelException("The vertex (%s) reads nothing.".formatted(name));
        }
        String first = inputs.get(0);
        return switch (vertex.type()) {
            case "ElementWiseVertex" -> elementwise(vertex, inputs);
            case "MergeVertex" -> merge(vertex, inputs);
            case "SubsetVertex" -> subset(vertex, first);
            case "ScaleVertex" ->
                draft.node(
                        name,
                        "Mul",
                        new Elementwise(Elementwise.Kind.MUL),
                        first,
                        draft.scalar(name, "factor", vertex.number("scaleFactor", 1)));
            default ->
                draft.node(
                        name,
                        "Add",
                        new Elementwise(Elementwise.Kind.ADD),
                        first,
                        draft.scalar(name, "shift", vertex.number("shiftFactor", 0)));
        };
    }

    private String elementwise(Fields vertex, List<String> inputs) {
        return switch (vertex.text("op", "")) {
            case "Add" -> folded(vertex, Elementwise.Kind.ADD, inputs);
            case "Subtract" -> folded(vertex, Elementwise.Kind.SUB, inputs);
            case "Product" -> folded(vertex, Elementwise.Kind.MUL, inputs);
            case "Max" -> together(vertex, Elementwise.Kind.MAX, inputs);
            case "Average" -> together(vertex, Elementwise.Kind.MEAN, inputs);
            default -> throw vertex.unsupported("the operation (%s)".formatted(vertex.text("op", "")));
        };
    }

    private String folded(Fields vertex, Elementwise.Kind kind, List<String> inputs) {
        String value = inputs.get(0);
        for (int i = 1; i < inputs.size(); i++) {
            String part = kind.onnxName() + (i == 1 ? "" : "_" + i);
            value = draft.node(vertex.owner(), part, new Elementwise(kind), value, inputs.get(i));
        }
        return value;
    }

    private String together(Fields vertex, Elementwise.Kind kind, List<String> inputs) {
        return draft.node(vertex.owner(), kind.onnxName(), new Elementwise(kind), inputs.toArray(String[]::new));
    }

    private String merge(Fields vertex, List<String> inputs) {
        if (vertex.number("mergeAxis", 1) != 1) {
            throw vertex.unsupported("the axis %.0f".formatted(vertex.number("mergeAxis", 1)));
        }
        return inputs.size() == 1
                ? inputs.get(0)
                : draft.node(vertex.owner(), "Concat", new Operator.Concat(1), inputs.toArray(String[]::new));
    }

    private String subset(Fields vertex, String input) {
        String name = vertex.owner();
        long from = (long) vertex.number("from", 0);
        long to = (long) vertex.number("to", 0);
        return draft.node(
                name,
                "Slice",
                new Operator.Slice(),
                input,
                draft.integers(name, "from", from),
                draft.integers(name, "to", to + 1),
                draft.integers(name, "axes", 1));
    }
}
