package io.espalier.zoo.repair;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.AutoPad;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A convolution, Gemm or matrix product as rows of inputs times a matrix. Transposed convolutions, weights that several
 * nodes read, and weights that are not 32-bit floats are none.
 *
 * @param node its name
 * @param input name of what it reads
 * @param weight name of its weight
 * @param bias name of its bias; empty when it has none
 * @param outputsFirst whether the weight is {@code [outputs, inputs, …]} or {@code [inputs, outputs]}
 * @param groups of a grouped convolution; else 1
 * @param outputs of all groups
 * @param inputs of one group
 * @param mean name of the mean of a normalization of its own behind it, which takes up a constant; empty for none
 */
record LinearLayer(
        String node,
        String input,
        String weight,
        String bias,
        boolean outputsFirst,
        int groups,
        int outputs,
        int inputs,
        String mean,
        Windows windows) {

    /** The layers of {@code graph} by name of their node, in order. */
    static Map<String, LinearLayer> of(ModelGraph graph) {
        Map<String, LinearLayer> layers = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            of(graph, node).ifPresent(layer -> layers.put(layer.node(), layer));
        }
        return layers;
    }

    private static Optional<LinearLayer> of(ModelGraph graph, Node node) {
        if (node.operator() instanceof Operator.Convolution convolution) {
            return convolution(graph, node, convolution);
        }
        if (node.operator() instanceof Operator.Gemm gemm) {
            boolean plain = !gemm.transposeA() && gemm.alpha() == 1 && gemm.beta() == 1;
            return plain ? dense(graph, node, gemm.transposeB()) : Optional.empty();
        }
        return node.operator() instanceof Operator.MatMul ? dense(graph, node, false) : Optional.empty();
    }

    private static Optional<LinearLayer> convolution(ModelGraph graph, Node node, Operator.Convolution convolution) {
        Optional<Longs> weight = ownWeight(graph, node.input(1));
        boolean padded = convolution.autoPad() == AutoPad.NOTSET || convolution.autoPad() == AutoPad.VALID;
        if (weight.isEmpty() || convolution.transposed() || !padded) {
            return Optional.empty();
        }
        String bias = node.hasInput(2) && ownWeight(graph, node.input(2)).isPresent() ? node.input(2) : "";
        return Optional.of(new LinearLayer(
                node.name(),
                node.input(0),
                node.input(1),
                bias,
                true,
                convolution.groups(),
                weight.get().intAt(0),
                weight.get().intAt(1),
                bias.isEmpty() ? meanBehind(graph, node.output()) : "",
                new ConvolutionWindows(convolution)));
    }

    private static Optional<LinearLayer> dense(ModelGraph graph, Node node, boolean outputsFirst) {
        return ownWeight(graph, node.input(1))
                .filter(weight -> weight.size() == 2)
                .map(weight -> new LinearLayer(
                        node.name(),
                        node.input(0),
                        node.input(1),
                        node.hasInput(2)
                                        && ownWeight(graph, node.input(2))
                                                .filter(bias -> bias.size() == 1)
                                                .isPresent()
                                ? node.input(2)
                                : "",
                        outputsFirst,
                        1,
                        weight.intAt(outputsFirst ? 0 : 1),
                        weight.intAt(outputsFirst ? 1 : 0),
                        "",
                        new DenseRows()));
    }

    /** The shape of a weight of floats that one node alone reads. */
    private static Optional<Longs> ownWeight(ModelGraph graph, String name) {
        return Optional.ofNullable(graph.weights().get(name))
                .filter(type -> type.dataType() == DataType.FLOAT
                        && graph.consumers(name).size() == 1
                        && !graph.isOutput(name))
                .map(type -> Longs.of(type.shape().toArray()));
    }

    private static String meanBehind(ModelGraph graph, String value) {
        List<Node> readers = graph.consumers(value);
        boolean normalized = readers.size() == 1
                && readers.get(0).operator() instanceof Operator.Normalization normalization
                && normalization.kind() == Operator.Normalization.Kind.BATCH
                && readers.get(0).input(0).equals(value)
                && !graph.isOutput(value);
        String mean = normalized ? readers.get(0).input(3) : "";
        return ownWeight(graph, mean).isPresent() ? mean : "";
    }

    /** The same layer in the uncut network, where blocks may lie between it and what it reads; empty when it is another. */
    Optional<LinearLayer> uncut(Map<String, LinearLayer> parents) {
        return Optional.ofNullable(parents.get(node))
                .filter(parent -> parent.weight.equals(weight) && parent.bias.equals(bias) && parent.mean.equals(mean));
    }

    int outputsOfGroup() {
        return outputs / groups;
    }

    /** Inputs of one group times the positions of a window: the columns of the matrix. */
    int columns() {
        return inputs * windows.size();
    }

    /** The columns of these inputs of a group. */
    int[] columnsOf(int[] chosen) {
        int window = windows.size();
        int[] columns = new int[chosen.length * window];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = chosen[i / window] * window + i % window;
        }
        return columns;
    }

    /** Whether a constant can be added to each output. */
    boolean hasShift() {
        return !bias.isEmpty() || !mean.isEmpty();
    }

    /** The axis of the weight that counts inputs of a group. */
    int inputAxis() {
        return outputsFirst ? 1 : 0;
    }

    /** The axis of the weight that counts outputs. */
    int outputAxis() {
        return outputsFirst ? 0 : 1;
    }
}
