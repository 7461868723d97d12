package io.espalier.profile.kit;

import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Dequantize;
import io.espalier.zoo.graph.Operator.Quantize;
import io.espalier.zoo.graph.Operator.Transpose;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.transform.DeadNodes;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The 8-bit form of a kernel as it runs inside of a network: 8-bit integers in and out, no conversion at its ends, so
 * that the runtime fuses it as it does there.
 */
final class EightBitKernels {
    private static final String BEHIND = "/behind";
    private static final String LAST = "/channels_last";
    /** Axes of a batch of images. */
    private static final int IMAGE = 4;
    /** No tensor has as many. */
    private static final int NONE = -1;

    private EightBitKernels() {}

    /**
     * @param key of the kernel; where it multiplies or adds, images come and go with their channels last, as runtimes
     *     keep them between such kernels in 8 bits: they would turn them at both ends otherwise
     * @param quantizer makes the QDQ form of a floating-point model; outputs of a graph it leaves in floating point
     */
    static Model of(Model kernel, KernelKey key, UnaryOperator<Model> quantizer) {
        boolean turns =
                key.isWeighted() || key.kind().equals("add") || key.kind().equals("mul");
        return withIntegerEnds(quantizer.apply(withReaders(kernel)), turns ? IMAGE : NONE);
    }

    /** With something behind each output, so that the quantizer sees the kernel in the middle of a network. */
    private static Model withReaders(Model kernel) {
        ModelGraph graph = kernel.graph();
        ModelGraph.Builder builder = graph.toBuilder().outputs(List.<GraphValue>of());
        for (GraphValue output : graph.outputs()) {
            String behind = output.name() + BEHIND;
            builder.node(behind, Activation.of(Activation.Kind.IDENTITY), List.of(output.name()), behind);
            builder.output(behind, output.type());
        }
        return new Model(builder.build(), kernel.weights());
    }

    private static Model withIntegerEnds(Model quantized, int turnedRank) {
        ModelGraph graph = quantized.graph();
        Set<Node> dropped = new HashSet<>();
        List<GraphValue> inputs = new ArrayList<>();
        List<GraphValue> outputs = new ArrayList<>();
        List<Node> turns = new ArrayList<>();
        List<Node> turnsBack = new ArrayList<>();
        for (GraphValue input : graph.inputs()) {
            Optional<Node> first = onlyReader(graph, input.name()).filter(node -> node.operator() instanceof Quantize);
            first.ifPresent(dropped::add);
            inputs.add(first.map(node -> turned(node.output(), input.type().shape(), turnedRank, turns))
                    .orElse(input));
        }
        for (GraphValue output : graph.outputs()) {
            Node behind = graph.producer(output.name()).orElseThrow();
            dropped.add(behind);
            outputs.add(graph.producer(behind.input(0))
                    .filter(node -> node.operator() instanceof Dequantize)
                    .map(node -> turnedBack(node.input(0), output.type().shape(), turnedRank, turnsBack))
                    .orElseGet(() -> new GraphValue(behind.input(0), output.type())));
        }
        List<Node> nodes = new ArrayList<>(turns);
        graph.nodes().stream().filter(node -> !dropped.contains(node)).forEach(nodes::add);
        nodes.addAll(turnsBack);
        ModelGraph.Builder builder =
                graph.toBuilder().inputs(inputs).outputs(outputs).nodes(nodes);
        return DeadNodes.remove(new Model(builder.build(), quantized.weights()));
    }

    private static Optional<Node> onlyReader(ModelGraph graph, String value) {
        List<Node> readers = graph.consumers(value);
        return readers.size() == 1 ? Optional.of(readers.get(0)) : Optional.empty();
    }

    /** The input that {@code value} is made of; an image is turned to have its channels second. */
    private static GraphValue turned(String value, Shape shape, int turnedRank, List<Node> turns) {
        if (shape.rank() != turnedRank) {
            return integers(value, shape);
        }
        turns.add(Node.of(value + LAST, new Transpose(Longs.of(0, 3, 1, 2)), List.of(value + LAST), value));
        return integers(value + LAST, channelsLast(shape));
    }

    /** The output that {@code value} is given as; an image is turned to have its channels last. */
    private static GraphValue turnedBack(String value, Shape shape, int turnedRank, List<Node> turns) {
        if (shape.rank() != turnedRank) {
            return integers(value, shape);
        }
        turns.add(Node.of(value + LAST, new Transpose(Longs.of(0, 2, 3, 1)), List.of(value), value + LAST));
        return integers(value + LAST, channelsLast(shape));
    }

    private static Shape channelsLast(Shape shape) {
        return new Shape(List.of(shape.dim(0), shape.dim(2), shape.dim(3), shape.dim(1)));
    }

    private static GraphValue integers(String value, Shape shape) {
        return new GraphValue(value, new TensorType(DataType.UINT8, shape));
    }
}
