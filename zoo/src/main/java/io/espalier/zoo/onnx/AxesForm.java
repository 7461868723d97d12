package io.espalier.zoo.onnx;

import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Axes and part sizes, which ONNX moved from an attribute to an input: of Squeeze, Unsqueeze, Split and ReduceSum in
 * operator set 13, of the other reductions in 18. A node in the form of another operator set is brought into that of
 * its graph.
 */
final class AxesForm {
    private static final int INPUT = 1;

    private final ModelGraph graph;
    private final Map<String, IntegerConstant> added = new LinkedHashMap<>();

    AxesForm(ModelGraph graph) {
        this.graph = graph;
    }

    /** Constants that the nodes given out read beside those of the graph. */
    Map<String, IntegerConstant> added() {
        return added;
    }

    Node of(Node node) {
        if (node.operator() instanceof Operator.Reshape reshape
                && (reshape.kind() == Operator.Reshape.Kind.SQUEEZE
                        || reshape.kind() == Operator.Reshape.Kind.UNSQUEEZE)) {
            return of(node, 13, reshape.axes(), axes -> new Operator.Reshape(reshape.kind(), 0, axes, false));
        }
        if (node.operator() instanceof Operator.Reduce reduce) {
            int since = reduce.kind() == Operator.Reduce.Kind.SUM ? 13 : 18;
            return of(
                    node,
                    since,
                    reduce.axes(),
                    axes -> new Operator.Reduce(reduce.kind(), axes, reduce.keepDims(), reduce.noopWithEmptyAxes()));
        }
        if (node.operator() instanceof Operator.Split split) {
            return of(
                    node,
                    13,
                    split.sizes(),
                    sizes -> new Operator.Split(split.axis(), sizes, parts(node, split, sizes)));
        }
        return node;
    }

    /** From operator set 18 on, equal parts are announced by their number, and only they. */
    private int parts(Node node, Operator.Split split, Longs sizes) {
        boolean equal = sizes.isEmpty() && split.sizes().isEmpty() && !node.hasInput(INPUT);
        return equal && graph.opset() >= 18 ? node.outputs().size() : 0;
    }

    private Node of(Node node, int since, Longs attribute, Form form) {
        if (graph.opset() >= since && !attribute.isEmpty()) {
            String name = add(node, attribute);
            return node.withOperator(form.with(Longs.of())).withInputs(List.of(node.input(0), name));
        }
        IntegerConstant constant = graph.constants().get(node.input(INPUT));
        if (graph.opset() < since && constant != null) {
            return node.withOperator(form.with(constant.values())).withInputs(List.of(node.input(0)));
        }
        return node.withOperator(form.with(attribute));
    }

    private String add(Node node, Longs values) {
        List<String> taken = new ArrayList<>(added.keySet());
        graph.inputs().forEach(input -> taken.add(input.name()));
        graph.nodes().forEach(other -> taken.addAll(other.outputs()));
        String name = node.name() + "_axes";
        while (taken.contains(name) || graph.isConstant(name)) {
            name += "_";
        }
        added.put(name, IntegerConstant.vector(values.toArray()));
        return name;
    }

    /** The node's operator with these axes as its attribute. */
    @FunctionalInterface
    private interface Form {
        Operator with(Longs axes);
    }
}
