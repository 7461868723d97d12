package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Scales filters to one length. Behind a filter that is normalized its length changes nothing but the learning rate:
 * an update turns a filter by an angle that falls with the square of its length (van Laarhoven, "L2 Regularization versus
 * Batch and Weight Normalization", 2017). Folding leaves filters of very different lengths behind.
 */
final class FilterScale {
    /** About that of the filters of a network that was trained with normalizations and weight decay. */
    private static final double LENGTH = 1;

    /** Shorter filters are as good as zero. */
    private static final double SHORTEST = 1e-9;

    private final Model model;

    FilterScale(Model model) {
        this.model = model;
    }

    /** By which each filter of a convolution is to be scaled, over 0. */
    double[] factors(Node convolution, int channels) {
        double[] factors = new double[channels];
        Arrays.fill(factors, 1);
        if (!canBeScaled(convolution)) {
            return factors;
        }
        float[] weight = model.weights().get(convolution.input(1)).floats();
        int length = weight.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            double squares = 0;
            for (int i = channel * length; i < (channel + 1) * length; i++) {
                squares += (double) weight[i] * weight[i];
            }
            if (squares > SHORTEST * SHORTEST) {
                factors[channel] = LENGTH / Math.sqrt(squares);
            }
        }
        return factors;
    }

    /** The weights of a convolution, scaled, by name. */
    Map<String, Tensor> scaled(Node convolution, double[] factors) {
        Map<String, Tensor> scaled = new LinkedHashMap<>();
        if (canBeScaled(convolution)) {
            for (int i = 1; i < convolution.inputs().size(); i++) {
                String name = convolution.input(i);
                scaled.put(name, scaled(model.weights().get(name), factors));
            }
        }
        return scaled;
    }

    private static Tensor scaled(Tensor tensor, double[] factors) {
        float[] values = tensor.floats().clone();
        int length = values.length / factors.length;
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) factors[i / length];
        }
        return Tensor.ofFloats(tensor.shape(), values);
    }

    /** Only weights that are this convolution's alone, with a filter's values in a row. */
    private boolean canBeScaled(Node convolution) {
        boolean transposed = convolution.operator() instanceof Operator.Convolution operator && operator.transposed();
        return !transposed
                && convolution.inputs().stream().skip(1).allMatch(name -> isOnlyReadOnce(model.graph(), name));
    }

    private boolean isOnlyReadOnce(ModelGraph graph, String name) {
        return model.weights().has(name)
                && graph.nodes().stream()
                                .flatMap(node -> node.inputs().stream())
                                .filter(name::equals)
                                .count()
                        == 1;
    }
}
