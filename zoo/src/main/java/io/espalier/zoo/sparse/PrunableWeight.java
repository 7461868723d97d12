package io.espalier.zoo.sparse;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A weight whose single numbers may be set to 0: of a convolution, a Gemm or a matrix product. Biases and the parameters of
 * normalizations are none: they are few, and a network needs them.
 *
 * @param shape as in the file, of two or more axes
 * @param inputAxis the axis that counts inputs (of one group)
 */
public record PrunableWeight(String name, Longs shape, int inputAxis) {
    public PrunableWeight {
        if (inputAxis < 0 || inputAxis >= shape.size()) {
            throw new IllegalArgumentException(
                    "The weight (%s) of shape %s has no axis %d.".formatted(name, shape, inputAxis));
        }
    }

    /** Those of {@code graph} in the order in which nodes read them, each once. */
    public static List<PrunableWeight> of(ModelGraph graph) {
        List<PrunableWeight> weights = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Node node : graph.nodes()) {
            of(graph, node).filter(weight -> seen.add(weight.name())).ifPresent(weights::add);
        }
        return weights;
    }

    private static Optional<PrunableWeight> of(ModelGraph graph, Node node) {
        TensorType type = graph.weights().get(node.input(1));
        if (type == null || type.dataType() != DataType.FLOAT || type.shape().rank() < 2) {
            return Optional.empty();
        }
        return inputAxis(node.operator(), type.shape().rank())
                .map(axis ->
                        new PrunableWeight(node.input(1), Longs.of(type.shape().toArray()), axis));
    }

    private static Optional<Integer> inputAxis(Operator operator, int rank) {
        if (operator instanceof Operator.Convolution convolution) {
            return Optional.of(convolution.transposed() ? 0 : 1);
        }
        if (operator instanceof Operator.Gemm gemm) {
            return Optional.of(gemm.transposeB() ? 1 : 0);
        }
        return operator instanceof Operator.MatMul ? Optional.of(rank - 2) : Optional.empty();
    }

    public int elements() {
        return Math.toIntExact(shape.product());
    }

    public int inputs() {
        return shape.intAt(inputAxis);
    }

    /** How far numbers of neighbouring inputs lie apart. */
    int inputStride() {
        long stride = 1;
        for (int axis = inputAxis + 1; axis < shape.size(); axis++) {
            stride *= shape.at(axis);
        }
        return Math.toIntExact(stride);
    }
}
