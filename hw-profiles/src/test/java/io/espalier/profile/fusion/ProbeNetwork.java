package io.espalier.profile.fusion;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.AutoPad;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A network of many small branches, each with an output of its own and most with weights of their own. */
final class ProbeNetwork {
    static final int SIZE = 6;
    /** Where HardSwish, Gelu and Mish are operators. */
    private static final int OPSET = 20;

    private final NetworkBuilder net = new NetworkBuilder(0, OPSET);
    private final List<String> outputs = new ArrayList<>();
    private int next;

    /** An input of the sizes behind the batch. */
    String input(long... sizes) {
        List<Dim> dims = new ArrayList<>(List.of(Dim.symbol("N")));
        for (long size : sizes) {
            dims.add(Dim.of(size));
        }
        return net.input("input" + next++, DataType.FLOAT, new Shape(dims));
    }

    String image(int channels) {
        return input(channels, SIZE, SIZE);
    }

    /** With a bias, as convolutions have in which a normalization was folded. */
    String convolution(String in, int inChannels, int outChannels, int kernel, int groups) {
        return net.node(
                Operator.Convolution.of(kernel, 1, kernel / 2, groups),
                in,
                weights(outChannels, inChannels / groups, kernel, kernel),
                weights(outChannels));
    }

    String transposed(String in, int channels) {
        return net.doubling("up" + next++, in, channels, channels);
    }

    String gemm(String in, int width) {
        return net.node(new Operator.Gemm(false, true, 1, 1), in, weights(width, width), weights(width));
    }

    String matMul(String in, int width) {
        return net.node(new Operator.MatMul(), in, weights(width, width));
    }

    String pool(String in, Operator.Pool.Kind kind) {
        return net.node(
                new Operator.Pool(
                        kind,
                        false,
                        Longs.of(3, 3),
                        Longs.of(1, 1),
                        Longs.of(1, 1, 1, 1),
                        kind == Operator.Pool.Kind.MAX ? Longs.of(1, 1) : Longs.of(),
                        false,
                        false,
                        AutoPad.NOTSET),
                in);
    }

    String globalPool(String in, Operator.Pool.Kind kind) {
        return net.node(
                new Operator.Pool(
                        kind, true, Longs.of(), Longs.of(), Longs.of(), Longs.of(), false, false, AutoPad.NOTSET),
                in);
    }

    String concat(String... in) {
        return net.node(new Operator.Concat(1), in);
    }

    String activation(Activation.Kind kind, String in) {
        return kind == Activation.Kind.CLIP
                ? net.node(Activation.of(kind), in, number(0), number(6))
                : net.node(Activation.of(kind), in);
    }

    String elementwise(Operator.Elementwise.Kind kind, String... in) {
        return net.node(new Operator.Elementwise(kind), in);
    }

    String batchNorm(String in, int channels) {
        return net.batchNorm("norm" + next++, in, channels);
    }

    String number(double value) {
        return net.weight("number" + next++, Tensor.ofFloats(Longs.of(), (float) value));
    }

    String weights(long... shape) {
        return net.weight("weights" + next++, -.5, .5, shape);
    }

    /** The value of a function of {@code argument} as it is spelt. */
    String spelled(Spelling.Term term, String argument) {
        if (term.name().equals(Spelling.ARGUMENT)) {
            return argument;
        }
        if (term.isNumber()) {
            return number(Double.parseDouble(term.name()));
        }
        String[] operands = term.operands().stream()
                .map(operand -> spelled(operand, argument))
                .toArray(String[]::new);
        for (Activation.Kind kind : Activation.Kind.values()) {
            if (kind.onnxName().equals(term.name())) {
                return net.node(Activation.of(kind), operands);
            }
        }
        for (Operator.Elementwise.Kind kind : Operator.Elementwise.Kind.values()) {
            if (kind.onnxName().equals(term.name())) {
                return elementwise(kind, operands);
            }
        }
        throw new IllegalArgumentException("There is no operator (%s).".formatted(term.name()));
    }

    /** Makes {@code value} an output. */
    String output(String value) {
        outputs.add(value);
        return value;
    }

    Model build() {
        return net.build(outputs.toArray(String[]::new));
    }
}
