package io.espalier.pytorch;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.espalier.training.AxisPlaces;
import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs the nodes of a network one after the other by PyTorch's operators. */
final class TorchOperators implements Operator.Visitor<PtNDArray> {
    private final TorchPlan plan;
    private final Map<String, TorchQuantizer> quantizers;
    private final TorchStep step;
    private final boolean inTraining;
    private final TorchMath math;
    private @Nullable Node current;

    /** @param quantizers by the node that each ends in */
    TorchOperators(TorchPlan plan, Map<String, TorchQuantizer> quantizers, TorchStep step, boolean inTraining) {
        this.plan = plan;
        this.quantizers = quantizers;
        this.step = step;
        this.inTraining = inTraining;
        math = new TorchMath(step.manager());
    }

    void run(Node node) {
        current = node;
        if (node.operator() instanceof Operator.Split split) {
            split(node, split);
        } else {
            step.put(node.output(), node.operator().accept(this));
        }
    }

    private Node node() {
        if (current == null) {
            throw new IllegalStateException("No node is being run.");
        }
        return current;
    }

    private PtNDArray in(int index) {
        return step.get(node().input(index));
    }

    private @Nullable PtNDArray optional(int index) {
        return node().hasInput(index) ? in(index) : null;
    }

    private static Longs sizes(PtNDArray array) {
        return Longs.of(JniUtils.getShape(array).getShape());
    }

    private static int axis(PtNDArray array, long axis) {
        return Math.toIntExact(axis < 0 ? axis + sizes(array).size() : axis);
    }

    @Override
    public PtNDArray convolution(Operator.Convolution operator) {
        return TorchConvolution.run(operator, in(0), in(1), optional(2), plan.sizes(node().output()));
    }

    @Override
    public PtNDArray gemm(Operator.Gemm operator) {
        PtNDArray left = operator.transposeA() ? JniUtils.transpose(in(0), 0, 1) : in(0);
        PtNDArray right = operator.transposeB() ? JniUtils.transpose(in(1), 0, 1) : in(1);
        PtNDArray product = math.times(JniUtils.matmul(left, right), operator.alpha());
        return node().hasInput(2) ? JniUtils.add(product, math.times(in(2), operator.beta())) : product;
    }

    @Override
    public PtNDArray matMul(Operator.MatMul operator) {
        return JniUtils.matmul(in(0), in(1));
    }

    @Override
    public PtNDArray pool(Operator.Pool operator) {
        return TorchPool.run(operator, in(0), plan.sizes(node().output()));
    }

    @Override
    public PtNDArray activation(Operator.Activation operator) {
        return switch (operator.kind()) {
            case IDENTITY, DROPOUT -> JniUtils.reshape(in(0), sizes(in(0)).toArray());
            case CLIP -> math.clip(in(0), bound(operator, "min", 1), bound(operator, "max", 2));
            default -> math.activation(operator, in(0));
        };
    }

    private @Nullable Double bound(Operator.Activation operator, String name, int input) {
        if (operator.parameters().get(name) instanceof Attribute.Real real) {
            return (double) real.value();
        }
        return node().hasInput(input) ? (double) in(input).toFloatArray()[0] : null;
    }

    @Override
    public PtNDArray elementwise(Elementwise operator) {
        BinaryOperator<PtNDArray> function = switch (operator.kind()) {
            case ADD, SUM, MEAN -> JniUtils::add;
            case SUB -> JniUtils::sub;
            case MUL -> JniUtils::mul;
            case DIV -> JniUtils::div;
            case POW -> JniUtils::pow;
            case MIN -> JniUtils::min;
            case MAX -> JniUtils::max;
            case PRELU -> math::leaky;
            default -> throw refuse(operator.kind().onnxName());
        };
        PtNDArray sum = in(0);
        int count = node().inputs().size();
        for (int i = 1; i < count; i++) {
            sum = function.apply(sum, in(i));
        }
        return operator.kind() == Elementwise.Kind.MEAN ? math.times(sum, 1.0 / count) : sum;
    }

    private static UnsupportedFeatureException refuse(String what) {
        return new UnsupportedFeatureException("The PyTorch engine cannot train this network: %s.".formatted(what));
    }

    @Override
    public PtNDArray normalization(Operator.Normalization operator) {
        PtNDArray x = in(0);
        Longs sizes = sizes(x);
        switch (operator.kind()) {
            case BATCH -> {
                float kept = operator.parameters().get("momentum") instanceof Attribute.Real real ? real.value() : .9f;
                // PyTorch's momentum is the share of the new.
                return JniUtils.batchNorm(x, in(3), in(4), in(1), in(2), inTraining, 1 - kept, operator.epsilon());
            }
            case LAYER -> {
                int axis = axis(x, whole(operator, "axis", -1));
                long[] normalized = Arrays.copyOfRange(sizes.toArray(), axis, sizes.size());
                PtNDArray scale = JniUtils.reshape(in(1), normalized);
                PtNDArray bias = node().hasInput(2) ? JniUtils.reshape(in(2), normalized) : math.zeros(normalized);
                return JniUtils.layerNorm(x, new Shape(normalized), scale, bias, operator.epsilon());
            }
            case INSTANCE -> {
                return math.normalizedGroups(x, sizes.intAt(1), in(1), in(2), operator.epsilon());
            }
            case GROUP -> {
                int groups = Math.toIntExact(whole(operator, "num_groups", 1));
                return math.normalizedGroups(x, groups, in(1), in(2), operator.epsilon());
            }
            default -> throw refuse(operator.kind().onnxName());
        }
    }

    private static long whole(Operator.Normalization operator, String name, long otherwise) {
        return operator.parameters().get(name) instanceof Attribute.Whole number ? number.value() : otherwise;
    }

    @Override
    public PtNDArray softmax(Operator.Softmax operator) {
        PtNDArray x = in(0);
        Longs sizes = sizes(x);
        int axis = axis(x, operator.axis());
        boolean flattens = plan.graph().opset() < 13;
        PtNDArray rows = flattens
                ? JniUtils.reshape(x, new long[] {
                    Longs.of(Arrays.copyOf(sizes.toArray(), axis)).product(), -1
                })
                : x;
        int dim = flattens ? 1 : axis;
        PtNDArray result = operator.log()
                ? JniUtils.logSoftmax(rows, dim, DataType.FLOAT32)
                : JniUtils.softmax(rows, dim, DataType.FLOAT32);
        return flattens ? JniUtils.reshape(result, sizes.toArray()) : result;
    }

    @Override
    public PtNDArray reshape(Operator.Reshape operator) {
        PtNDArray x = in(0);
        Longs target = plan.sizes(node().output());
        return switch (operator.kind()) {
            case RESHAPE, FLATTEN, SQUEEZE, UNSQUEEZE -> JniUtils.reshape(x, target.toArray());
            case EXPAND -> JniUtils.broadcast(x, new Shape(target.toArray()));
            case TILE -> {
                long[] repeats = new long[target.size()];
                for (int i = 0; i < repeats.length; i++) {
                    repeats[i] = target.at(i) / sizes(x).at(i);
                }
                yield JniUtils.tile(x, repeats);
            }
        };
    }

    @Override
    public PtNDArray transpose(Operator.Transpose operator) {
        PtNDArray x = in(0);
        long[] order = operator.permutation().toArray();
        if (order.length == 0) {
            order = new long[sizes(x).size()];
            for (int i = 0; i < order.length; i++) {
                order[i] = order.length - 1L - i;
            }
        }
        return TorchMath.permuted(x, order);
    }

    @Override
    public PtNDArray slice(Operator.Slice operator) {
        PtNDArray x = in(0);
        long[] starts = plan.integers(node().input(1));
        long[] ends = plan.integers(node().input(2));
        for (int i = 0; i < starts.length; i++) {
            int axis = axis(x, node().hasInput(3) ? plan.integers(node().input(3))[i] : i);
            long by = node().hasInput(4) ? plan.integers(node().input(4))[i] : 1;
            x = math.places(x, axis, AxisPlaces.slice(sizes(x).at(axis), starts[i], ends[i], by));
        }
        return x;
    }

    @Override
    public PtNDArray concat(Operator.Concat operator) {
        PtNDArray[] parts = node().inputs().stream().map(step::get).toArray(PtNDArray[]::new);
        return JniUtils.cat(parts, axis(parts[0], operator.axis()));
    }

    @Override
    public PtNDArray split(Operator.Split operator) {
        throw new IllegalStateException("Split has several outputs.");
    }

    private void split(Node node, Operator.Split operator) {
        PtNDArray x = step.get(node.input(0));
        int axis = axis(x, operator.axis());
        long from = 0;
        for (String output : node.outputs()) {
            long length = plan.sizes(output).at(axis);
            step.put(output, JniUtils.slice(x, axis, from, from + length, 1));
            from += length;
        }
    }

    @Override
    public PtNDArray pad(Operator.Pad operator) {
        PtNDArray x = in(0);
        long[] pads = plan.integers(node().input(1));
        if (operator.mode().equals("constant") && node().hasInput(2) && in(2).toFloatArray()[0] != 0) {
            throw refuse("Pad with another value than 0");
        }
        int axes = pads.length / 2;
        for (int i = 0; i < axes; i++) {
            int axis = axis(x, node().hasInput(3) ? plan.integers(node().input(3))[i] : i);
            if (pads[i] != 0 || pads[i + axes] != 0) {
                int[] places = AxisPlaces.padded(operator.mode(), sizes(x).intAt(axis), pads[i], pads[i + axes])
                        .orElseThrow(() -> refuse("Pad in mode " + operator.mode()));
                x = math.places(x, axis, places);
            }
        }
        return x;
    }

    @Override
    public PtNDArray reduce(Operator.Reduce operator) {
        PtNDArray x = in(0);
        long[] given = operator.axes().isEmpty() && node().hasInput(1)
                ? plan.integers(node().input(1))
                : operator.axes().toArray();
        List<Long> axes = new ArrayList<>();
        for (long axis : given) {
            axes.add((long) axis(x, axis));
        }
        for (long axis = 0; given.length == 0 && !operator.noopWithEmptyAxes() && axis < sizes(x).size(); axis++) {
            axes.add(axis);
        }
        if (axes.isEmpty()) {
            return JniUtils.reshape(x, sizes(x).toArray());
        }
        return JniUtils.reshape(
                math.reduced(
                        operator.kind(),
                        x,
                        axes.stream().mapToLong(Long::longValue).toArray()),
                plan.sizes(node().output()).toArray());
    }

    @Override
    public PtNDArray resize(Operator.Resize operator) {
        PtNDArray x = in(0);
        Longs target = plan.sizes(node().output());
        int rank = target.size();
        for (int axis = 0; axis < rank; axis++) {
            int size = sizes(x).intAt(axis);
            if (size != target.at(axis)) {
                int[] places = AxisPlaces.resized(operator, axis, rank, size, target.intAt(axis))
                        .orElseThrow(() -> refuse("Resize by other places"));
                x = math.places(x, axis, places);
            }
        }
        return x;
    }

    @Override
    public PtNDArray gather(Operator.Gather operator) {
        PtNDArray x = in(0);
        int axis = axis(x, operator.axis());
        long[] target = plan.sizes(node().output()).toArray();
        boolean known = plan.graph().constants().containsKey(node().input(1));
        if (!known) {
            return JniUtils.reshape(JniUtils.embedding(in(1), x, false), target);
        }
        long size = sizes(x).at(axis);
        int[] places = Arrays.stream(plan.integers(node().input(1)))
                .mapToInt(index -> Math.toIntExact(index < 0 ? index + size : index))
                .toArray();
        return JniUtils.reshape(math.places(x, axis, places), target);
    }

    @Override
    public PtNDArray depthToSpace(Operator.DepthToSpace operator) {
        PtNDArray x = in(0);
        Longs s = sizes(x);
        long b = operator.block();
        long h = s.at(2);
        long w = s.at(3);
        long[] target = plan.sizes(node().output()).toArray();
        if (operator.inverse()) {
            PtNDArray parts = JniUtils.reshape(x, new long[] {s.at(0), s.at(1), h / b, b, w / b, b});
            return JniUtils.reshape(JniUtils.permute(parts, new long[] {0, 3, 5, 1, 2, 4}), target);
        }
        long d = s.at(1) / (b * b);
        boolean columnsFirst = operator.mode().equals("CRD");
        PtNDArray parts = JniUtils.reshape(
                x, columnsFirst ? new long[] {s.at(0), d, b, b, h, w} : new long[] {s.at(0), b, b, d, h, w});
        long[] order = columnsFirst ? new long[] {0, 1, 4, 2, 5, 3} : new long[] {0, 3, 4, 1, 5, 2};
        return JniUtils.reshape(JniUtils.permute(parts, order), target);
    }

    @Override
    public PtNDArray cast(Operator.Cast operator) {
        return JniUtils.reshape(in(0), sizes(in(0)).toArray());
    }

    @Override
    public PtNDArray einsum(Operator.Einsum operator) {
        throw refuse("Einsum");
    }

    @Override
    public PtNDArray shapeOf(Operator.ShapeOf operator) {
        throw refuse("Shape");
    }

    @Override
    public PtNDArray range(Operator.Range operator) {
        throw refuse("Range");
    }

    @Override
    public PtNDArray fill(Operator.Fill operator) {
        throw refuse("ConstantOfShape");
    }

    @Override
    public PtNDArray quantize(Operator.Quantize operator) {
        throw refuse("QuantizeLinear");
    }

    @Override
    public PtNDArray dequantize(Operator.Dequantize operator) {
        return Optional.ofNullable(quantizers.get(node().name()))
                .orElseThrow(() -> refuse("DequantizeLinear"))
                .round(step, inTraining);
    }

    @Override
    public PtNDArray opaque(Operator.Opaque operator) {
        throw refuse(operator.type());
    }
}
