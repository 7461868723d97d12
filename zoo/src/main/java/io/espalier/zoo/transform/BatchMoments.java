package io.espalier.zoo.transform;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A batch normalization by the moments of its batch, written with the operators of old operator sets: {@code (x - mean)
 * / sqrt(var + epsilon) * scale + shift}.
 */
final class BatchMoments {
    private final Node norm;
    private final int rank;
    private final List<Node> nodes = new ArrayList<>();

    private BatchMoments(Node norm, int rank) {
        this.norm = norm;
        this.rank = rank;
    }

    /**
     * The nodes in place of {@code norm}; the moments keep all axes.
     *
     * @param rank axes of what is normalized
     * @param added where weights that they need are put
     */
    static List<Node> expanded(Model model, Node norm, int rank, Map<String, Tensor> added) {
        return new BatchMoments(norm, rank).expand(model, added);
    }

    private List<Node> expand(Model model, Map<String, Tensor> added) {
        float epsilon = ((Operator.Normalization) norm.operator()).epsilon();
        String guard = norm.name() + ".epsilon";
        added.put(guard, Tensor.ofFloats(Longs.of(), epsilon));
        String mean = mean(ScoringGraph.meanOf(norm), norm.input(0));
        String centred = apply("centred", Elementwise.Kind.SUB, norm.input(0), mean);
        String squared = apply("squared", Elementwise.Kind.MUL, centred, centred);
        String variance = mean(ScoringGraph.varianceOf(norm), squared);
        String deviation = node(
                "deviation",
                Operator.Activation.of(Operator.Activation.Kind.SQRT),
                apply("guarded", Elementwise.Kind.ADD, variance, guard));
        String factor = apply("factor", Elementwise.Kind.DIV, column(model, added, 1, ".scale"), deviation);
        String scaled = apply("scaled", Elementwise.Kind.MUL, centred, factor);
        nodes.add(Node.of(
                norm.name() + ".shifted",
                new Elementwise(Elementwise.Kind.ADD),
                List.of(scaled, column(model, added, 2, ".shift")),
                norm.output()));
        return nodes;
    }

    private String mean(String output, String input) {
        long[] axes = new long[rank - 1];
        for (int i = 1; i < axes.length; i++) {
            axes[i] = i + 1;
        }
        Operator operator = new Operator.Reduce(Operator.Reduce.Kind.MEAN, Longs.of(axes), true, false);
        nodes.add(Node.of(output, operator, List.of(input), output));
        return output;
    }

    private String apply(String step, Elementwise.Kind kind, String left, String right) {
        return node(step, new Elementwise(kind), left, right);
    }

    private String node(String step, Operator operator, String... inputs) {
        String name = norm.name() + ".batch." + step;
        nodes.add(Node.of(name, operator, List.of(inputs), name));
        return name;
    }

    /** A parameter of the normalization, shaped to broadcast over the places. */
    private String column(Model model, Map<String, Tensor> added, int input, String suffix) {
        Tensor parameter = model.weights().get(norm.input(input));
        long[] shape = Longs.repeat(1, rank - 1).toArray();
        shape[0] = parameter.elements();
        String name = norm.name() + ".batch" + suffix;
        added.put(name, parameter.reshaped(Longs.of(shape)));
        return name;
    }
}
