package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Elementwise;
import java.util.Map;

/** The activation of a layer, by ND4J's class of it. */
final class Activations {
    private final Draft draft;

    Activations(Draft draft) {
        this.draft = draft;
    }

    /** The value behind the activation of {@code layer}. */
    String apply(Fields layer, String input) {
        String name = layer.owner();
        Fields function = layer.object("activationFn");
        return switch (function.type()) {
            case "ActivationIdentity" -> input;
            case "ActivationReLU" -> relu(layer, function, input);
            case "ActivationReLU6" -> clipped(name, 0, 6, input);
            case "ActivationHardTanH" -> clipped(name, -1, 1, input);
            case "ActivationLReLU" ->
                with(name, Activation.Kind.LEAKY_RELU, "alpha", function.number("alpha", .01), input);
            case "ActivationELU" -> with(name, Activation.Kind.ELU, "alpha", function.number("alpha", 1), input);
            case "ActivationThresholdedReLU" ->
                with(name, Activation.Kind.THRESHOLDED_RELU, "alpha", function.number("theta", 1), input);
            case "ActivationSELU" -> plain(name, Activation.Kind.SELU, input);
            case "ActivationSigmoid" -> plain(name, Activation.Kind.SIGMOID, input);
            case "ActivationHardSigmoid" -> plain(name, Activation.Kind.HARD_SIGMOID, input);
            case "ActivationTanH" -> plain(name, Activation.Kind.TANH, input);
            case "ActivationSoftPlus" -> plain(name, Activation.Kind.SOFTPLUS, input);
            case "ActivationSoftSign" -> plain(name, Activation.Kind.SOFTSIGN, input);
            case "ActivationSwish" -> times(name, input, plain(name, Activation.Kind.SIGMOID, input));
            case "ActivationMish" ->
                times(name, input, plain(name, Activation.Kind.TANH, plain(name, Activation.Kind.SOFTPLUS, input)));
            case "ActivationSoftmax" -> draft.node(name, "Softmax", new Operator.Softmax(1, false), input);
            default -> throw layer.unsupported("the activation " + function.type());
        };
    }

    private String plain(String layer, Activation.Kind kind, String input) {
        return draft.node(layer, kind.onnxName(), Activation.of(kind), input);
    }

    private String with(String layer, Activation.Kind kind, String attribute, double number, String input) {
        Activation activation = new Activation(kind, Map.of(attribute, new Attribute.Real((float) number)));
        return draft.node(layer, kind.onnxName(), activation, input);
    }

    private String times(String layer, String left, String right) {
        return draft.node(layer, "Mul", new Elementwise(Elementwise.Kind.MUL), left, right);
    }

    private String clipped(String layer, double low, double high, String input) {
        String min = draft.scalar(layer, "min", low);
        String max = draft.scalar(layer, "max", high);
        return draft.node(layer, "Clip", Activation.of(Activation.Kind.CLIP), input, min, max);
    }

    private String relu(Fields layer, Fields function, String input) {
        double slope = function.number("negativeSlope", 0);
        double threshold = function.number("threshold", 0);
        double max = function.number("max", 0);
        if (threshold != 0 || (slope != 0 && max > 0)) {
            throw layer.unsupported("a ReLU with a threshold of %s, a slope of %s and a maximum of %s"
                    .formatted(threshold, slope, max));
        }
        if (slope != 0) {
            return with(layer.owner(), Activation.Kind.LEAKY_RELU, "alpha", slope, input);
        }
        return max > 0 ? clipped(layer.owner(), 0, max, input) : plain(layer.owner(), Activation.Kind.RELU, input);
    }
}
