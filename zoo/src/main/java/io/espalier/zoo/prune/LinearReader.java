package io.espalier.zoo.prune;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution (depthwise, grouped and transposed ones too), Gemm or matrix product that multiplies a value by a weight.
 *
 * @param value the value it reads
 * @param axis of the value, along which each position has weights of its own
 * @param weight its weight, 32-bit floats
 */
record LinearReader(String value, int axis, String weight, Operator operator) {

    /** Those of {@code graph}, in order. */
    static List<LinearReader> of(ModelGraph graph, Shapes shapes) {
        List<LinearReader> readers = new ArrayList<>();
        for (Node node : graph.nodes()) {
            TensorType weight = graph.weights().get(node.inputs().size() > 1 ? node.input(1) : "");
            int axis = weight == null || weight.dataType() != DataType.FLOAT ? -1 : axis(node, weight, shapes);
            if (axis >= 0) {
                readers.add(new LinearReader(node.input(0), axis, node.input(1), node.operator()));
            }
        }
        return readers;
    }

    private static int axis(Node node, TensorType weight, Shapes shapes) {
        if (node.operator() instanceof Operator.Convolution) {
            return 1;
        }
        if (node.operator() instanceof Operator.Gemm gemm) {
            return gemm.transposeA() ? 0 : 1;
        }
        boolean product =
                node.operator() instanceof Operator.MatMul && weight.shape().rank() == 2;
        return product
                ? shapes.shape(node.input(0)).map(shape -> shape.rank() - 1).orElse(-1)
                : -1;
    }

    /** The sum of absolute weights by which each position is multiplied. */
    double[] absoluteWeights(Weights weights) {
        float[] values = weights.get(weight).floats();
        Longs shape = weights.get(weight).shape();
        if (operator instanceof Operator.Convolution convolution && !convolution.transposed()) {
            return ofConvolution(values, shape, convolution.groups());
        }
        boolean second = operator instanceof Operator.Gemm gemm && gemm.transposeB();
        int rows = shape.intAt(second ? 1 : 0);
        double[] sums = new double[rows];
        int block = values.length / Math.max(1, rows);
        for (int i = 0; i < values.length; i++) {
            sums[second ? i % rows : i / block] += Math.abs(values[i]);
        }
        return sums;
    }

    private static double[] ofConvolution(float[] values, Longs shape, int groups) {
        int inputsOfGroup = shape.intAt(1);
        int outputsOfGroup = shape.intAt(0) / groups;
        int window = values.length / Math.max(1, shape.intAt(0) * inputsOfGroup);
        double[] sums = new double[inputsOfGroup * groups];
        for (int i = 0; i < values.length; i++) {
            int filter = i / window;
            int group = filter / inputsOfGroup / outputsOfGroup;
            sums[group * inputsOfGroup + filter % inputsOfGroup] += Math.abs(values[i]);
        }
        return sums;
    }
}
