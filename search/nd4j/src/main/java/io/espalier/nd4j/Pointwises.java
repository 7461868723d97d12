package io.espalier.nd4j;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.Operator.Activation;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The activations that a gradient passes, by the definitions of ONNX. */
final class Pointwises {
    private static final double SELU_ALPHA = 1.67326319217681884765625;
    private static final double SELU_GAMMA = 1.05070102214813232421875;
    private static final double SQRT_OF_HALF = Math.sqrt(.5);
    private static final double TANH_GELU = Math.sqrt(2 / Math.PI);
    private static final double CUBIC_GELU = .044715;

    private Pointwises() {}

    private record Pair(DoubleUnaryOperator function, DoubleBinaryOperator derivative) implements Pointwise {
        @Override
        public double value(double x) {
            return function.applyAsDouble(x);
        }

        @Override
        public double slope(double x, double y) {
            return derivative.applyAsDouble(x, y);
        }
    }

    /** Empty when the activation has no slope to learn by, or is not known here. */
    static Optional<Pointwise> of(Activation activation) {
        return switch (activation.kind()) {
            case RELU -> pair(x -> Math.max(x, 0), (x, y) -> x > 0 ? 1 : 0);
            case LEAKY_RELU -> leaky(number(activation, "alpha", .01));
            case SIGMOID -> pair(Pointwises::sigmoid, (x, y) -> y * (1 - y));
            case HARD_SIGMOID -> hardSigmoid(number(activation, "alpha", .2), number(activation, "beta", .5));
            case HARD_SWISH -> pair(x -> x * clamp(x / 6 + .5), (x, y) -> hardSwishSlope(x));
            case TANH -> pair(Math::tanh, (x, y) -> 1 - y * y);
            case ELU -> elu(number(activation, "alpha", 1), 1, 1);
            case SELU -> elu(number(activation, "alpha", SELU_ALPHA), number(activation, "gamma", SELU_GAMMA), 1);
            case CELU -> {
                double alpha = number(activation, "alpha", 1);
                yield elu(alpha, 1, alpha);
            }
            case THRESHOLDED_RELU -> {
                double alpha = number(activation, "alpha", 1);
                yield pair(x -> x > alpha ? x : 0, (x, y) -> x > alpha ? 1 : 0);
            }
            case GELU ->
                isTanh(activation)
                        ? pair(Pointwises::tanhGelu, (x, y) -> tanhGeluSlope(x))
                        : pair(x -> x * normal(x), (x, y) -> normal(x) + x * density(x));
            case MISH -> pair(x -> x * Math.tanh(softplus(x)), (x, y) -> mishSlope(x));
            case SOFTPLUS -> pair(Pointwises::softplus, (x, y) -> sigmoid(x));
            case SOFTSIGN -> pair(x -> x / (1 + Math.abs(x)), (x, y) -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))));
            case ERF -> pair(Pointwises::erf, (x, y) -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x));
            case EXP -> pair(Math::exp, (x, y) -> y);
            case LOG -> pair(Math::log, (x, y) -> 1 / x);
            case SQRT -> pair(Math::sqrt, (x, y) -> .5 / y);
            case RECIPROCAL -> pair(x -> 1 / x, (x, y) -> -y * y);
            case ABS -> pair(Math::abs, (x, y) -> Math.signum(x));
            case NEG -> pair(x -> -x, (x, y) -> -1);
            case SIN -> pair(Math::sin, (x, y) -> Math.cos(x));
            case COS -> pair(Math::cos, (x, y) -> -Math.sin(x));
            case ATAN -> pair(Math::atan, (x, y) -> 1 / (1 + x * x));
            default -> Optional.empty();
        };
    }

    private static Optional<Pointwise> pair(DoubleUnaryOperator function, DoubleBinaryOperator derivative) {
        return Optional.of(new Pair(function, derivative));
    }

    /** {@code clip(x, low, high)}. */
    static Pointwise clip(double low, double high) {
        return new Pair(x -> Math.min(Math.max(x, low), high), (x, y) -> x > low && x < high ? 1 : 0);
    }

    /** {@code x} to a constant power. */
    static Pointwise power(double exponent) {
        return new Pair(x -> Math.pow(x, exponent), (x, y) -> exponent * Math.pow(x, exponent - 1));
    }

    static Pointwise times(double factor) {
        return new Pair(x -> factor * x, (x, y) -> factor);
    }

    private static Optional<Pointwise> leaky(double alpha) {
        return pair(x -> x >= 0 ? x : alpha * x, (x, y) -> x >= 0 ? 1 : alpha);
    }

    private static Optional<Pointwise> hardSigmoid(double alpha, double beta) {
        return pair(x -> clamp(alpha * x + beta), (x, y) -> y > 0 && y < 1 ? alpha : 0);
    }

    /** {@code γ · x} above 0, {@code γ · α · (e^(x/s) − 1)} below. */
    private static Optional<Pointwise> elu(double alpha, double gamma, double scale) {
        return pair(
                x -> x > 0 ? gamma * x : gamma * alpha * Math.expm1(x / scale),
                (x, y) -> x > 0 ? gamma : (y + gamma * alpha) / scale);
    }

    private static double clamp(double x) {
        return Math.min(1, Math.max(0, x));
    }

    private static double hardSwishSlope(double x) {
        return x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + .5;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double softplus(double x) {
        return x > 30 ? x : Math.log1p(Math.exp(x));
    }

    private static double mishSlope(double x) {
        double tanh = Math.tanh(softplus(x));
        return tanh + x * (1 - tanh * tanh) * sigmoid(x);
    }

    private static double normal(double x) {
        return .5 * (1 + erf(x * SQRT_OF_HALF));
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    private static boolean isTanh(Activation activation) {
        return activation.parameters().get("approximate") instanceof Attribute.Text text
                && text.value().equals("tanh");
    }

    private static double tanhGelu(double x) {
        return .5 * x * (1 + Math.tanh(TANH_GELU * (x + CUBIC_GELU * x * x * x)));
    }

    private static double tanhGeluSlope(double x) {
        double tanh = Math.tanh(TANH_GELU * (x + CUBIC_GELU * x * x * x));
        return .5 * (1 + tanh) + .5 * x * (1 - tanh * tanh) * TANH_GELU * (1 + 3 * CUBIC_GELU * x * x);
    }

    /** Abramowitz and Stegun, 7.1.26: within 1.5e-7, about the last bit of a float. */
    private static double erf(double x) {
        double t = 1 / (1 + .3275911 * Math.abs(x));
        double sum = t * (.254829592 + t * (-.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return Math.signum(x) * (1 - sum * Math.exp(-x * x));
    }

    private static double number(Activation activation, String name, double otherwise) {
        return activation.parameters().get(name) instanceof Attribute.Real real ? real.value() : otherwise;
    }
}
