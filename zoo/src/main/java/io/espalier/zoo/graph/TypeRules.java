package io.espalier.zoo.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The types of a node's outputs, from those of its inputs, all of which are known; empty when they do not follow. */
final class TypeRules implements Operator.Visitor<List<TensorType>> {
    private final NodeValues values;

    TypeRules(NodeValues values) {
        this.values = values;
    }

    private List<TensorType> like(Shape shape) {
        return List.of(values.type(0).withShape(shape));
    }

    private List<TensorType> like(Optional<Shape> shape) {
        return shape.map(this::like).orElse(List.of());
    }

    private List<TensorType> asInput() {
        return List.of(values.type(0));
    }

    @Override
    public List<TensorType> convolution(Operator.Convolution operator) {
        return like(WindowRules.convolution(values, operator));
    }

    @Override
    public List<TensorType> gemm(Operator.Gemm operator) {
        return like(ProductRules.gemm(values, operator));
    }

    @Override
    public List<TensorType> matMul(Operator.MatMul operator) {
        return like(ProductRules.matMul(values));
    }

    @Override
    public List<TensorType> einsum(Operator.Einsum operator) {
        return like(ProductRules.einsum(values, operator.equation()));
    }

    @Override
    public List<TensorType> pool(Operator.Pool operator) {
        Shape shape = WindowRules.pool(values, operator);
        return List.of(values.type(0).withShape(shape), new TensorType(DataType.INT64, shape));
    }

    @Override
    public List<TensorType> activation(Operator.Activation operator) {
        return List.of(values.type(0), new TensorType(DataType.BOOL, values.shape(0)));
    }

    @Override
    public List<TensorType> elementwise(Operator.Elementwise operator) {
        Shape shape = values.shape(0);
        for (int input = 1; input < values.inputs(); input++) {
            int other = input;
            shape = Broadcasting.of(shape, values.shape(input))
                    .orElseThrow(() -> values.contradiction("do not broadcast", 0, other));
        }
        DataType dataType = switch (operator.kind()) {
            case EQUAL, LESS, GREATER, LESS_OR_EQUAL, GREATER_OR_EQUAL, AND, OR, XOR -> DataType.BOOL;
            case WHERE -> values.dataType(1);
            case ADD, SUB, MUL, DIV, MOD, POW, MIN, MAX, SUM, MEAN, PRELU -> values.dataType(0);
        };
        return List.of(new TensorType(dataType, shape));
    }

    @Override
    public List<TensorType> normalization(Operator.Normalization operator) {
        Shape input = values.shape(0);
        return switch (operator.kind()) {
            case BATCH, INSTANCE -> {
                for (int parameter = 1; parameter < values.inputs(); parameter++) {
                    checkChannels(input, parameter);
                }
                List<TensorType> types = new ArrayList<>(asInput());
                for (int output = 1; output < values.node().outputs().size(); output++) {
                    types.add(values.type(1));
                }
                yield types;
            }
            case LAYER -> layerNormalization(operator, input);
            case GROUP, LRN -> asInput();
        };
    }

    private void checkChannels(Shape input, int parameter) {
        Shape shape = values.shape(parameter);
        boolean fits = input.rank() >= 2
                && shape.rank() == 1
                && Broadcasting.same(shape.dim(0), input.dim(1)).isPresent();
        if (!fits) {
            throw values.contradiction("differ in channels", 0, parameter);
        }
    }

    private List<TensorType> layerNormalization(Operator.Normalization operator, Shape input) {
        long axis = operator.parameters().get("axis") instanceof Attribute.Whole given ? given.value() : -1;
        Shape statistics = input;
        for (int i = values.axis(axis, input.rank()); i < input.rank(); i++) {
            statistics = statistics.with(i, Dim.of(1));
        }
        TensorType type = TensorType.floats(statistics);
        return List.of(values.type(0), type, type);
    }

    @Override
    public List<TensorType> softmax(Operator.Softmax operator) {
        values.axis(operator.axis(), values.shape(0).rank());
        return asInput();
    }

    @Override
    public List<TensorType> reshape(Operator.Reshape operator) {
        return like(ViewRules.reshape(values, operator));
    }

    @Override
    public List<TensorType> transpose(Operator.Transpose operator) {
        return like(ViewRules.transpose(values, operator));
    }

    @Override
    public List<TensorType> slice(Operator.Slice operator) {
        return like(PartRules.slice(values));
    }

    @Override
    public List<TensorType> concat(Operator.Concat operator) {
        return like(PartRules.concat(values, operator.axis()));
    }

    @Override
    public List<TensorType> split(Operator.Split operator) {
        return PartRules.split(values, operator).stream()
                .map(shape -> values.type(0).withShape(shape))
                .toList();
    }

    @Override
    public List<TensorType> pad(Operator.Pad operator) {
        return like(PartRules.pad(values));
    }

    @Override
    public List<TensorType> reduce(Operator.Reduce operator) {
        return like(PartRules.reduce(values, operator));
    }

    @Override
    public List<TensorType> resize(Operator.Resize operator) {
        Shape input = values.shape(0);
        Optional<List<Dim>> sizes = values.has(3) ? values.integers(3) : Optional.empty();
        boolean stretches = !operator.parameters().containsKey("keep_aspect_ratio_policy")
                || operator.parameters().get("keep_aspect_ratio_policy").equals(new Attribute.Text("stretch"));
        Optional<List<Dim>> known = stretches ? sizes : Optional.empty();
        boolean scaled = known.isEmpty() && !operator.scales().isEmpty();
        Longs axes = operator.parameters().get("axes") instanceof Attribute.Wholes given
                ? given.values()
                : Longs.of(PartRules.allAxes(input.rank()));
        Shape result = input;
        for (int i = 0; i < axes.size(); i++) {
            int axis = values.axis(axes.at(i), input.rank());
            Dim dim = values.unknown(axis);
            if (known.isPresent()) {
                dim = known.get().get(i);
            } else if (scaled) {
                dim = scaled(input.dim(axis), operator.scales().get(i), dim);
            }
            result = result.with(axis, dim);
        }
        return like(values.shapeOf(result.dims()));
    }

    /** Rounded down, in single precision as runtimes do it. */
    private static Dim scaled(Dim dim, double scale, Dim unknown) {
        if (scale == 1) {
            return dim;
        }
        return dim instanceof Dim.Size known
                ? Dim.of((long) Math.floor((float) known.value() * (float) scale))
                : unknown;
    }

    @Override
    public List<TensorType> gather(Operator.Gather operator) {
        return like(PartRules.gather(values, operator.axis()));
    }

    @Override
    public List<TensorType> depthToSpace(Operator.DepthToSpace operator) {
        return like(ViewRules.depthToSpace(values, operator));
    }

    @Override
    public List<TensorType> shapeOf(Operator.ShapeOf operator) {
        int length = IntegerRules.shownSizes(values.shape(0), operator).size();
        return List.of(new TensorType(DataType.INT64, Shape.of(length)));
    }

    @Override
    public List<TensorType> range(Operator.Range operator) {
        Dim count = IntegerMath.count(values.integers(0), values.integers(1), values.integers(2))
                .orElse(values.unknown(0));
        return like(values.shapeOf(List.of(count)));
    }

    @Override
    public List<TensorType> fill(Operator.Fill operator) {
        return values.integers(0)
                .map(dims -> List.of(new TensorType(operator.dataType(), values.shapeOf(dims))))
                .orElse(List.of());
    }

    @Override
    public List<TensorType> cast(Operator.Cast operator) {
        return List.of(new TensorType(operator.to(), values.shape(0)));
    }

    @Override
    public List<TensorType> quantize(Operator.Quantize operator) {
        DataType dataType = values.has(2) ? values.dataType(2) : DataType.UINT8;
        return List.of(new TensorType(dataType, values.shape(0)));
    }

    @Override
    public List<TensorType> dequantize(Operator.Dequantize operator) {
        return List.of(new TensorType(values.dataType(1), values.shape(0)));
    }

    @Override
    public List<TensorType> opaque(Operator.Opaque operator) {
        return OpaqueRules.types(values, operator);
    }
}
