package io.espalier.zoo.channels;

import io.espalier.zoo.channels.RewriteDraft.Bound;
import io.espalier.zoo.graph.EinsumEquation;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Operators that sum over channels: the channels summed over are tied to the weight's, the weight's other axis gives the
 * output's. A channel that is zero adds nothing to the sum, so cutting it changes nothing.
 */
final class ProductRules {
    private final Propagation run;
    private final BroadcastRules broadcasts;

    ProductRules(Propagation run, BroadcastRules broadcasts) {
        this.run = run;
        this.broadcasts = broadcasts;
    }

    boolean convolution(Node node, Operator.Convolution operator) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        Axis[] weight = run.axesOf(node.input(1)).orElseThrow();
        Shape output = run.shapes.known(node.output());
        if (data.length < 3 || weight.length != data.length) {
            run.freezeNode(node, "the convolution at %s has an unusual rank".formatted(Propagation.place(node)));
            return true;
        }
        for (int axis = 2; axis < data.length; axis++) {
            run.freeze(data[axis], "is convolved over as positions at %s".formatted(Propagation.place(node)));
            run.freeze(weight[axis], "is a position of the kernel at %s".formatted(Propagation.place(node)));
        }
        Axis channels = operator.groups() == 1
                ? dense(node, data[1], weight, operator.transposed())
                : grouped(node, operator, data[1], weight);
        if (node.hasInput(2)) {
            channels = run.union(channels, run.axesOf(node.input(2)).orElseThrow()[0]);
        }
        Axis[] result = run.plain(output, "is a position, not a channel");
        result[0] = data[0];
        result[1] = channels;
        run.define(node.output(), result);
        return true;
    }

    private Axis dense(Node node, Axis channels, Axis[] weight, boolean transposed) {
        sumOver(node, channels, weight[transposed ? 0 : 1]);
        Axis outputs = weight[transposed ? 1 : 0];
        produce(node.input(1), outputs);
        return outputs;
    }

    /** Of two constants, or of integers, what is removed is not zero before: their sum would change. */
    private void sumOver(Node node, Axis left, Axis right) {
        Axis summed = run.union(left, right);
        if (!run.isMasked(node.inputs().subList(0, 2))) {
            run.freeze(summed, "is summed over in constants or integers at %s".formatted(Propagation.place(node)));
        }
    }

    /** Channels of a fixed weight are a decision; those of a computed one are already somebody's. */
    private void produce(String weight, Axis outputs) {
        if (run.isConstantDerived(weight)) {
            run.produce(outputs);
        }
    }

    private Axis grouped(Node node, Operator.Convolution operator, Axis channels, Axis[] weight) {
        if (!run.isMasked(node.inputs().subList(0, 2))) {
            run.freeze(channels, "is summed over in constants at %s".formatted(Propagation.place(node)));
        }
        if (channels.isPlain() || weight[0].isPlain() || weight[1].isPlain()) {
            return fixed(node, operator, channels, weight);
        }
        int groups = operator.groups();
        int first = Math.toIntExact(run.shapes.known(node.input(1)).size(0));
        int second = Math.toIntExact(run.shapes.known(node.input(1)).size(1));
        int inputs = operator.transposed() ? first / groups : second;
        int outputs = operator.transposed() ? second : first / groups;
        if (inputs == 1) {
            return depthwise(node, operator, channels, weight, outputs);
        }
        produce(node.input(1), weight[operator.transposed() ? 1 : 0]);
        return Axis.of(balanced(operator, channels.ids(), weight, inputs, outputs));
    }

    /** Grouped convolution of channels or by weights that cannot go. */
    private Axis fixed(Node node, Operator.Convolution operator, Axis channels, Axis[] weight) {
        String reason = channels.isPlain()
                ? channels.reason()
                : "its weights at %s are fixed".formatted(Propagation.place(node));
        run.freeze(channels, reason);
        Arrays.stream(weight).forEach(axis -> run.freeze(axis, reason));
        if (operator.transposed() || weight[0].isPlain()) {
            return Axis.plain(reason);
        }
        produce(node.input(1), weight[0]);
        return weight[0];
    }

    /** Every channel has filters of its own, {@code multiplier} of them, which go with it; there are fewer groups then. */
    private Axis depthwise(Node node, Operator.Convolution operator, Axis channels, Axis[] weight, int multiplier) {
        int[] inputs = channels.ids();
        int[] filters = weight[0].ids();
        int[] outputs = new int[inputs.length * multiplier];
        for (int i = 0; i < filters.length; i++) {
            run.ids.union(filters[i], inputs[operator.transposed() ? i : i / multiplier]);
        }
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = inputs[i / multiplier];
        }
        run.freeze(weight[1], "counts the channels of a group");
        run.rewrites.add(new RewriteDraft(
                RewriteDraft.Kind.GROUPS, node.name(), 1, List.of(Bound.all(channels)), List.of(channels)));
        return Axis.of(outputs);
    }

    /** The k-th channel of every group goes together, so that the groups stay equal. */
    private int[] balanced(Operator.Convolution operator, int[] channels, Axis[] weight, int inputs, int outputs) {
        int[] ofInput = weight[operator.transposed() ? 0 : 1].ids();
        int[] ofOutput = weight[operator.transposed() ? 1 : 0].ids();
        for (int i = 0; i < channels.length; i++) {
            run.ids.union(channels[i], channels[i % inputs]);
            run.ids.union(channels[i], ofInput[i % ofInput.length]);
        }
        int[] result = new int[channels.length / inputs * outputs];
        for (int i = 0; i < result.length; i++) {
            run.ids.union(ofOutput[i % ofOutput.length], ofOutput[i % outputs]);
            result[i] = ofOutput[i % ofOutput.length];
        }
        return result;
    }

    boolean gemm(Node node, Operator.Gemm operator) {
        Axis[] left = run.axesOf(node.input(0)).orElseThrow();
        Axis[] right = run.axesOf(node.input(1)).orElseThrow();
        Axis outputs = right[operator.transposeB() ? 0 : 1];
        Axis rows = left[operator.transposeA() ? 1 : 0];
        sumOver(node, left[operator.transposeA() ? 0 : 1], right[operator.transposeB() ? 1 : 0]);
        produce(node.input(1), outputs);
        produce(node.input(0), rows);
        Axis[] result = {rows, outputs};
        if (node.hasInput(2)) {
            broadcasts.into(node, result, node.input(2));
        }
        run.define(node.output(), result);
        return true;
    }

    /** Axes of one letter are tied; a letter of one fixed operand alone that is in the result gives channels. */
    boolean einsum(Node node, EinsumEquation equation) {
        Map<Character, Axis> axes = new LinkedHashMap<>();
        Map<Character, Integer> operands = new HashMap<>();
        Shape output = run.shapes.known(node.output());
        for (int input = 0; input < equation.operands().size(); input++) {
            String labels = equation.operands().get(input);
            Axis[] own = run.axesOf(node.input(input)).orElseThrow();
            for (int axis = 0; axis < own.length; axis++) {
                operands.merge(labels.charAt(axis), 1, Integer::sum);
                axes.merge(labels.charAt(axis), own[axis], run::union);
            }
        }
        if (!run.isMasked(node.inputs())) {
            axes.forEach((label, axis) -> {
                if (equation.result().indexOf(label) < 0) {
                    run.freeze(axis, "is summed over in constants at %s".formatted(Propagation.place(node)));
                }
            });
        }
        for (int input = 0; input < equation.operands().size(); input++) {
            String labels = equation.operands().get(input);
            for (char label : labels.toCharArray()) {
                if (equation.result().indexOf(label) >= 0 && operands.getOrDefault(label, 0) == 1) {
                    produce(node.input(input), axes.getOrDefault(label, Axis.plain("")));
                }
            }
        }
        Axis[] result = run.plain(output, "");
        for (int axis = 0; axis < result.length; axis++) {
            result[axis] = axes.getOrDefault(equation.result().charAt(axis), result[axis]);
        }
        run.define(node.output(), result);
        return true;
    }

    boolean matMul(Node node) {
        Axis[] left = run.axesOf(node.input(0)).orElseThrow();
        Axis[] right = run.axesOf(node.input(1)).orElseThrow();
        if (left.length < 2 || right.length < 2) {
            run.freezeNode(node, "the product at %s has a vector as an operand".formatted(Propagation.place(node)));
            return true;
        }
        sumOver(node, left[left.length - 1], right[right.length - 2]);
        produce(node.input(1), right[right.length - 1]);
        produce(node.input(0), left[left.length - 2]);
        int rank = Math.max(left.length, right.length);
        Axis[] result = new Axis[rank];
        for (int axis = 0; axis < rank - 2; axis++) {
            result[axis] = broadcasts.axis(node, axis, rank, List.of(node.input(0), node.input(1)));
        }
        result[rank - 2] = left[left.length - 2];
        result[rank - 1] = right[right.length - 1];
        run.define(node.output(), result);
        return true;
    }
}
