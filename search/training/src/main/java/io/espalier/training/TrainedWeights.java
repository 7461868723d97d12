package io.espalier.training;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.weights.Model;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which numbers of a network are trained. Files write constants where weights are; so an operand is one when it is a single
 * number, as factors and exponents are, or holds values that no weight has, as masks do. A quantizer's steps are trained like
 * weights.
 */
public final class TrainedWeights {
    private static final float MASK = 1e4f;

    private TrainedWeights() {}

    /** Names of the weights that are trained. */
    public static Set<String> of(Model model) {
        ModelGraph graph = model.graph();
        Set<String> trained = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            for (int input = 0; input < node.inputs().size(); input++) {
                String name = node.inputs().get(input);
                if (graph.weights().containsKey(name)
                        && graph.weights().get(name).dataType() == DataType.FLOAT
                        && isTrained(node.operator(), input, model, name)) {
                    trained.add(name);
                }
            }
        }
        return trained;
    }

    private static boolean isTrained(Operator operator, int input, Model model, String weight) {
        boolean layer = operator instanceof Operator.Convolution
                || operator instanceof Operator.Gemm
                || operator instanceof Operator.Normalization;
        if (layer) {
            return input == 1 || input == 2;
        }
        if (operator instanceof Operator.Quantize) {
            return input < 2;
        }
        boolean operand = operator instanceof Operator.Elementwise
                || operator instanceof Operator.MatMul
                || (operator instanceof Operator.Gather && input == 0)
                || (operator instanceof Operator.Reshape && input == 0)
                || operator instanceof Operator.Transpose
                || operator instanceof Operator.Concat
                || (operator instanceof Operator.Slice && input == 0);
        return operand && !isConstant(model.weights().get(weight).floats());
    }

    /** Whether an operand is a constant of the network. */
    public static boolean isConstant(float[] operand) {
        if (operand.length == 1) {
            return true;
        }
        for (float number : operand) {
            if (!(Math.abs(number) < MASK)) {
                return true;
            }
        }
        return false;
    }
}
