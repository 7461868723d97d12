package io.espalier.zoo.transform;

import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.weights.Tensor;

/** Multiplies the filters of a convolution or Gemm by one factor an output channel. */
final class FilterScaling {
    private FilterScaling() {}

    static Tensor scaled(Operator operator, Tensor weight, double[] factors) {
        float[] values = weight.floats();
        if (operator instanceof Operator.Convolution convolution && convolution.transposed()) {
            transposed(convolution.groups(), weight, values, factors);
        } else if (operator instanceof Operator.Gemm gemm && !gemm.transposeB()) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] * factors[i % factors.length]);
            }
        } else {
            int filter = values.length / factors.length;
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] * factors[i / filter]);
            }
        }
        return Tensor.ofFloats(weight.shape(), values);
    }

    /** Weight {@code [in, out/groups, k…]}: the inputs of a group write to that group's outputs. */
    private static void transposed(int groups, Tensor weight, float[] values, double[] factors) {
        int inputs = weight.shape().intAt(0);
        int outputs = weight.shape().intAt(1);
        int kernel = values.length / (inputs * outputs);
        for (int i = 0; i < values.length; i++) {
            int group = i / (kernel * outputs) / (inputs / groups);
            int output = group * outputs + i / kernel % outputs;
            values[i] = (float) (values[i] * factors[output]);
        }
    }
}
