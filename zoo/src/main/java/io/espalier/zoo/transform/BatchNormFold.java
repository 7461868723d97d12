package io.espalier.zoo.transform;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One batch normalization and the convolution or Gemm that takes it in.
 *
 * @param channels outputs of the node
 * @param weight name of the folded weight
 * @param bias name of the folded bias
 */
record BatchNormFold(Node node, Node norm, int channels, String weight, String bias) {

    /** In the order of the nodes. */
    static List<BatchNormFold> allIn(ModelGraph graph, Predicate<Node> chosen) {
        List<BatchNormFold> folds = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Optional<Node> norm = normOf(graph, node).filter(chosen);
            Optional<Integer> channels = norm.flatMap(found -> channels(graph, node, found));
            if (norm.isPresent() && channels.isPresent()) {
                folds.add(new BatchNormFold(
                        node,
                        norm.get(),
                        channels.get(),
                        WeightNames.owned(graph, node, node.input(1)),
                        biasName(graph, node)));
            }
        }
        return folds;
    }

    /** The batch normalization that alone reads {@code node}, with statistics that are weights. */
    static Optional<Node> normOf(ModelGraph graph, Node node) {
        List<Node> readers = graph.consumers(node.output());
        if (readers.size() != 1 || graph.isOutput(node.output()) || !isFixedNorm(graph, readers.get(0))) {
            return Optional.empty();
        }
        return readers.get(0).input(0).equals(node.output()) ? Optional.of(readers.get(0)) : Optional.empty();
    }

    /** A batch normalization by running statistics, all parameters of which are float weights. */
    static boolean isFixedNorm(ModelGraph graph, Node node) {
        if (!(node.operator() instanceof Operator.Normalization normalization)
                || normalization.kind() != Operator.Normalization.Kind.BATCH
                || node.inputs().size() != 5
                || node.outputs().stream().filter(output -> !output.isEmpty()).count() != 1) {
            return false;
        }
        boolean trains =
                normalization.parameters().get("training_mode") instanceof Attribute.Whole whole && whole.value() != 0;
        return !trains && node.inputs().subList(1, 5).stream().allMatch(name -> isFloatWeight(graph, name));
    }

    private static boolean isFloatWeight(ModelGraph graph, String name) {
        return floatShape(graph, name).isPresent();
    }

    private static Optional<Shape> floatShape(ModelGraph graph, String name) {
        return Optional.ofNullable(graph.weights().get(name))
                .filter(type -> type.dataType() == DataType.FLOAT)
                .map(TensorType::shape);
    }

    private static Optional<Integer> channels(ModelGraph graph, Node node, Node norm) {
        Optional<Shape> weight = floatShape(graph, node.input(1));
        if (weight.isEmpty()) {
            return Optional.empty();
        }
        long channels;
        if (node.operator() instanceof Operator.Convolution convolution) {
            channels = convolution.transposed()
                    ? weight.get().size(1) * convolution.groups()
                    : weight.get().size(0);
        } else if (node.operator() instanceof Operator.Gemm gemm) {
            channels = weight.get().size(gemm.transposeB() ? 0 : 1);
        } else {
            return Optional.empty();
        }
        Optional<Shape> expected = Optional.of(Shape.of(channels));
        boolean fits = floatShape(graph, norm.input(1)).equals(expected)
                && (!node.hasInput(2) || floatShape(graph, node.input(2)).equals(expected));
        return fits ? Optional.of((int) channels) : Optional.empty();
    }

    private static String biasName(ModelGraph graph, Node node) {
        return node.hasInput(2)
                ? WeightNames.owned(graph, node, node.input(2))
                : WeightNames.free(graph, node.name() + ".bias");
    }

    Map<String, TensorType> newTypes(ModelGraph graph) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        types.put(weight, graph.weights().get(node.input(1)));
        types.put(bias, TensorType.floats(Shape.of(channels)));
        return types;
    }

    /** The node with folded weight and bias; it defines the normalization's output. */
    Node foldedNode() {
        Operator operator = node.operator();
        if (operator instanceof Operator.Gemm gemm) {
            operator = new Operator.Gemm(gemm.transposeA(), gemm.transposeB(), gemm.alpha(), 1);
        }
        return new Node(node.name(), operator, List.of(node.input(0), weight, bias), norm.outputs());
    }

    /** By which each output channel is multiplied. */
    double[] factors(Weights weights) {
        float[] scale = weights.get(norm.input(1)).floats();
        float[] variance = weights.get(norm.input(4)).floats();
        double epsilon = ((Operator.Normalization) norm.operator()).epsilon();
        double[] factors = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            factors[channel] = scale[channel] / Math.sqrt(variance[channel] + epsilon);
        }
        return factors;
    }

    /** The folded numbers, in double precision until the last step. */
    Map<String, Tensor> folded(Weights weights) {
        float[] shift = weights.get(norm.input(2)).floats();
        float[] mean = weights.get(norm.input(3)).floats();
        double[] factors = factors(weights);
        float[] newBias = new float[channels];
        float[] oldBias = node.hasInput(2) ? weights.get(node.input(2)).floats() : newBias.clone();
        double beta = node.operator() instanceof Operator.Gemm gemm ? gemm.beta() : 1;
        for (int channel = 0; channel < channels; channel++) {
            newBias[channel] = (float) ((beta * oldBias[channel] - mean[channel]) * factors[channel] + shift[channel]);
        }
        Map<String, Tensor> folded = new LinkedHashMap<>();
        folded.put(weight, FilterScaling.scaled(node.operator(), weights.get(node.input(1)), factors));
        folded.put(bias, Tensor.ofFloats(Longs.of(channels), newBias));
        return folded;
    }
}
