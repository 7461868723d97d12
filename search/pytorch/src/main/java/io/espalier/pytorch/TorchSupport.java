package io.espalier.pytorch;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Operator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What cannot be trained about an operator; empty when it can. */
final class TorchSupport implements Operator.Visitor<Optional<String>> {
    private static final Set<Operator.Activation.Kind> ACTIVATIONS = EnumSet.of(
            Operator.Activation.Kind.RELU,
            Operator.Activation.Kind.LEAKY_RELU,
            Operator.Activation.Kind.CLIP,
            Operator.Activation.Kind.SIGMOID,
            Operator.Activation.Kind.HARD_SIGMOID,
            Operator.Activation.Kind.HARD_SWISH,
            Operator.Activation.Kind.TANH,
            Operator.Activation.Kind.ELU,
            Operator.Activation.Kind.SELU,
            Operator.Activation.Kind.CELU,
            Operator.Activation.Kind.GELU,
            Operator.Activation.Kind.SOFTPLUS,
            Operator.Activation.Kind.SOFTSIGN,
            Operator.Activation.Kind.ERF,
            Operator.Activation.Kind.EXP,
            Operator.Activation.Kind.LOG,
            Operator.Activation.Kind.SQRT,
            Operator.Activation.Kind.RECIPROCAL,
            Operator.Activation.Kind.ABS,
            Operator.Activation.Kind.NEG,
            Operator.Activation.Kind.SIN,
            Operator.Activation.Kind.COS,
            Operator.Activation.Kind.IDENTITY,
            Operator.Activation.Kind.DROPOUT);
    private static final Set<Operator.Elementwise.Kind> ARITHMETIC = EnumSet.of(
            Operator.Elementwise.Kind.ADD,
            Operator.Elementwise.Kind.SUB,
            Operator.Elementwise.Kind.MUL,
            Operator.Elementwise.Kind.DIV,
            Operator.Elementwise.Kind.POW,
            Operator.Elementwise.Kind.MIN,
            Operator.Elementwise.Kind.MAX,
            Operator.Elementwise.Kind.SUM,
            Operator.Elementwise.Kind.MEAN,
            Operator.Elementwise.Kind.PRELU);
    private static final Set<Operator.Reduce.Kind> REDUCTIONS = EnumSet.of(
            Operator.Reduce.Kind.MEAN,
            Operator.Reduce.Kind.SUM,
            Operator.Reduce.Kind.MAX,
            Operator.Reduce.Kind.MIN,
            Operator.Reduce.Kind.SUM_SQUARE,
            Operator.Reduce.Kind.L2);

    private static Optional<String> yes() {
        return Optional.empty();
    }

    private static Optional<String> no(String what) {
        return Optional.of(what);
    }

    @Override
    public Optional<String> convolution(Operator.Convolution operator) {
        return yes();
    }

    @Override
    public Optional<String> gemm(Operator.Gemm operator) {
        return yes();
    }

    @Override
    public Optional<String> matMul(Operator.MatMul operator) {
        return yes();
    }

    @Override
    public Optional<String> einsum(Operator.Einsum operator) {
        return no("Einsum");
    }

    @Override
    public Optional<String> pool(Operator.Pool operator) {
        boolean dilated = operator.dilations().stream().anyMatch(value -> value != 1);
        return dilated ? no("a dilated pool") : yes();
    }

    @Override
    public Optional<String> activation(Operator.Activation operator) {
        return ACTIVATIONS.contains(operator.kind())
                ? yes()
                : no(operator.kind().onnxName());
    }

    @Override
    public Optional<String> elementwise(Operator.Elementwise operator) {
        return ARITHMETIC.contains(operator.kind()) ? yes() : no(operator.kind().onnxName());
    }

    @Override
    public Optional<String> normalization(Operator.Normalization operator) {
        return operator.kind() == Operator.Normalization.Kind.LRN
                ? no(operator.kind().onnxName())
                : yes();
    }

    @Override
    public Optional<String> softmax(Operator.Softmax operator) {
        return yes();
    }

    @Override
    public Optional<String> reshape(Operator.Reshape operator) {
        return yes();
    }

    @Override
    public Optional<String> transpose(Operator.Transpose operator) {
        return yes();
    }

    @Override
    public Optional<String> slice(Operator.Slice operator) {
        return yes();
    }

    @Override
    public Optional<String> concat(Operator.Concat operator) {
        return yes();
    }

    @Override
    public Optional<String> split(Operator.Split operator) {
        return yes();
    }

    @Override
    public Optional<String> pad(Operator.Pad operator) {
        return yes();
    }

    @Override
    public Optional<String> reduce(Operator.Reduce operator) {
        return REDUCTIONS.contains(operator.kind()) ? yes() : no(operator.kind().onnxName());
    }

    @Override
    public Optional<String> resize(Operator.Resize operator) {
        boolean nearest = !(operator.parameters().get("mode") instanceof Attribute.Text text)
                || text.value().equals("nearest");
        return nearest ? yes() : no("Resize that interpolates");
    }

    @Override
    public Optional<String> gather(Operator.Gather operator) {
        return yes();
    }

    @Override
    public Optional<String> depthToSpace(Operator.DepthToSpace operator) {
        return yes();
    }

    @Override
    public Optional<String> shapeOf(Operator.ShapeOf operator) {
        return no("Shape");
    }

    @Override
    public Optional<String> range(Operator.Range operator) {
        return no("Range");
    }

    @Override
    public Optional<String> fill(Operator.Fill operator) {
        return no("ConstantOfShape");
    }

    @Override
    public Optional<String> cast(Operator.Cast operator) {
        return operator.to() == DataType.FLOAT ? yes() : no("Cast to " + operator.to());
    }

    @Override
    public Optional<String> quantize(Operator.Quantize operator) {
        return no("QuantizeLinear");
    }

    @Override
    public Optional<String> dequantize(Operator.Dequantize operator) {
        return no("DequantizeLinear");
    }

    @Override
    public Optional<String> opaque(Operator.Opaque operator) {
        return no(operator.type());
    }
}
