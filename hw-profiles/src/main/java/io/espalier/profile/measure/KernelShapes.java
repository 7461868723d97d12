package io.espalier.profile.measure;

import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.Shapes;
import java.util.Locale;
import java.util.stream.Collectors;

/** The key of the kernel that one node starts. */
final class KernelShapes implements Operator.Visitor<KernelKey> {
    private final Node node;
    private final Shapes shapes;
    private final Precision precision;
    private final boolean readsPlain;

    KernelShapes(Node node, Shapes shapes, Precision precision, boolean readsPlain) {
        this.node = node;
        this.shapes = shapes;
        this.precision = precision;
        this.readsPlain = readsPlain;
    }

    KernelKey key() {
        return node.operator().accept(this);
    }

    /** Size of the channel axis, the second; 0 when it is not known. */
    static int channels(Shapes shapes, String value) {
        Shape shape = shapes.shape(value).orElse(Shape.of());
        return shape.rank() < 2 ? 0 : sizeOf(shape.dim(1));
    }

    static String kindOf(Operator.Activation activation) {
        return activation.kind().name().toLowerCase(Locale.ROOT);
    }

    private static int sizeOf(Dim dim) {
        return dim.isKnown() ? Math.toIntExact(dim.size()) : 0;
    }

    /** The sizes from {@code first} to before {@code end} (from the back when negative), 0 for free ones. */
    private Longs sizes(String value, int first, int end) {
        Shape shape = shapes.shape(value).orElse(Shape.of());
        int last = end <= 0 ? shape.rank() + end : end;
        long[] sizes = new long[Math.max(0, last - first)];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = sizeOf(shape.dim(first + i));
        }
        return Longs.of(sizes);
    }

    private KernelKey key(String kind, String window) {
        return new KernelKey(
                kind,
                channels(shapes, node.input(0)),
                channels(shapes, node.output()),
                sizes(node.input(0), 2, 0),
                window.strip(),
                "",
                precision);
    }

    private KernelKey weightless(String kind) {
        return new KernelKey(kind, 0, 0, Longs.of(), "", "", precision);
    }

    private static String part(String name, Longs values, long neutral, String separator) {
        if (values.isEmpty() || values.stream().allMatch(value -> value == neutral)) {
            return "";
        }
        return ' ' + name + values.stream().mapToObj(Long::toString).collect(Collectors.joining(separator));
    }

    private static String auto(Operator.AutoPad pad) {
        return pad == Operator.AutoPad.NOTSET || pad == Operator.AutoPad.VALID
                ? ""
                : " " + pad.name().toLowerCase(Locale.ROOT);
    }

    /** Where the sizes behind the channels change in a way that the operator does not tell. */
    private String target() {
        return part("to", sizes(node.output(), 2, 0), -1, "x");
    }

    @Override
    public KernelKey convolution(Operator.Convolution operator) {
        int in = channels(shapes, node.input(0));
        boolean depthwise = operator.groups() > 1 && operator.groups() == in;
        Longs kernel = operator.kernel().isEmpty() ? sizes(node.input(1), 2, 0) : operator.kernel();
        String window = part("k", kernel, -1, "x")
                + part("s", operator.strides(), 1, "x")
                + part("p", operator.pads(), 0, ",")
                + part("d", operator.dilations(), 1, "x")
                + auto(operator.autoPad())
                + (operator.groups() == 1 || depthwise ? "" : " g" + operator.groups())
                + (readsPlain ? " plain" : "");
        String plainKind = depthwise ? "dwconv" : "conv";
        return key(operator.transposed() ? "convtranspose" : plainKind, window);
    }

    @Override
    public KernelKey gemm(Operator.Gemm operator) {
        Shape left = shapes.shape(node.input(0)).orElse(Shape.of());
        int in = left.rank() < 2 ? 0 : sizeOf(left.dim(operator.transposeA() ? 0 : 1));
        return new KernelKey(
                "gemm",
                in,
                channels(shapes, node.output()),
                Longs.of(),
                operator.transposeA() ? "ta" : "",
                "",
                precision);
    }

    @Override
    public KernelKey matMul(Operator.MatMul operator) {
        Shape left = shapes.shape(node.input(0)).orElse(Shape.of());
        Shape right = shapes.shape(node.output()).orElse(Shape.of());
        boolean dynamic = shapes.shape(node.input(1)).map(Shape::rank).orElse(0) > 2;
        return new KernelKey(
                "matmul",
                left.rank() == 0 ? 0 : sizeOf(left.dim(-1)),
                right.rank() == 0 ? 0 : sizeOf(right.dim(-1)),
                sizes(node.input(0), 1, -1),
                dynamic ? "dynamic" : "",
                "",
                precision);
    }

    @Override
    public KernelKey einsum(Operator.Einsum operator) {
        String operands = String.join("_", operator.equation().operands());
        return key("einsum", operands + "_" + operator.equation().result() + target());
    }

    @Override
    public KernelKey pool(Operator.Pool operator) {
        String kind = operator.kind() == Operator.Pool.Kind.MAX ? "maxpool" : "avgpool";
        String window = part("k", operator.kernel(), -1, "x")
                + part("s", operator.strides(), 1, "x")
                + part("p", operator.pads(), 0, ",")
                + part("d", operator.dilations(), 1, "x")
                + auto(operator.autoPad())
                + (operator.ceilMode() ? " ceil" : "");
        return key(operator.global() ? "global" + kind : kind, window);
    }

    @Override
    public KernelKey activation(Operator.Activation operator) {
        boolean vanishes = operator.kind() == Operator.Activation.Kind.IDENTITY
                || operator.kind() == Operator.Activation.Kind.DROPOUT;
        return vanishes ? weightless(kindOf(operator)) : key(kindOf(operator), "");
    }

    @Override
    public KernelKey elementwise(Operator.Elementwise operator) {
        String kind = operator.kind().name().toLowerCase(Locale.ROOT);
        Shape output = shapes.shape(node.output()).orElse(Shape.of());
        boolean broadcasts = node.inputs().stream()
                .anyMatch(input -> !shapes.shape(input).orElse(output).equals(output));
        int widest = channels(shapes, node.output());
        Longs size = sizes(node.output(), 2, 0);
        String window = (broadcasts ? "broadcast" : "")
                + (node.inputs().size() > 2 ? " x" + node.inputs().size() : "");
        return new KernelKey(kind, widest, widest, size, window.strip(), "", precision);
    }

    @Override
    public KernelKey normalization(Operator.Normalization operator) {
        return key(operator.kind().onnxName().toLowerCase(Locale.ROOT), "");
    }

    @Override
    public KernelKey softmax(Operator.Softmax operator) {
        return key(operator.log() ? "logsoftmax" : "softmax", "axis" + operator.axis());
    }

    @Override
    public KernelKey reshape(Operator.Reshape operator) {
        String kind = operator.kind().onnxName().toLowerCase(Locale.ROOT);
        boolean copies =
                operator.kind() == Operator.Reshape.Kind.EXPAND || operator.kind() == Operator.Reshape.Kind.TILE;
        return copies ? key(kind, target()) : weightless(kind);
    }

    @Override
    public KernelKey transpose(Operator.Transpose operator) {
        return key("transpose", part("perm", operator.permutation(), -1, ","));
    }

    @Override
    public KernelKey slice(Operator.Slice operator) {
        return key("slice", target());
    }

    @Override
    public KernelKey concat(Operator.Concat operator) {
        int width = channels(shapes, node.output());
        return new KernelKey(
                "concat",
                width,
                width,
                sizes(node.output(), 2, 0),
                "axis" + operator.axis() + " x" + node.inputs().size(),
                "",
                precision);
    }

    @Override
    public KernelKey split(Operator.Split operator) {
        return key("split", "axis" + operator.axis() + " x" + node.outputs().size());
    }

    @Override
    public KernelKey pad(Operator.Pad operator) {
        return key("pad", operator.mode() + target());
    }

    @Override
    public KernelKey reduce(Operator.Reduce operator) {
        return key(
                operator.kind().onnxName().toLowerCase(Locale.ROOT),
                part("axes", operator.axes(), -99, ",") + target());
    }

    @Override
    public KernelKey resize(Operator.Resize operator) {
        return key("resize", target());
    }

    @Override
    public KernelKey gather(Operator.Gather operator) {
        return key("gather", "axis" + operator.axis() + target());
    }

    @Override
    public KernelKey depthToSpace(Operator.DepthToSpace operator) {
        return key(operator.inverse() ? "spacetodepth" : "depthtospace", "b" + operator.block());
    }

    @Override
    public KernelKey shapeOf(Operator.ShapeOf operator) {
        return weightless("shape");
    }

    @Override
    public KernelKey range(Operator.Range operator) {
        return weightless("range");
    }

    @Override
    public KernelKey fill(Operator.Fill operator) {
        return key("constantofshape", target());
    }

    @Override
    public KernelKey cast(Operator.Cast operator) {
        return key("cast", operator.to().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public KernelKey quantize(Operator.Quantize operator) {
        return key("quantizelinear", "");
    }

    @Override
    public KernelKey dequantize(Operator.Dequantize operator) {
        return key("dequantizelinear", "");
    }

    @Override
    public KernelKey opaque(Operator.Opaque operator) {
        String domain = operator.domain().isEmpty() ? "" : operator.domain() + ":";
        String kind = (domain + operator.type()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.:]", "_");
        return node.outputs().isEmpty() || node.output().isEmpty() ? weightless(kind) : key(kind, "");
    }
}
