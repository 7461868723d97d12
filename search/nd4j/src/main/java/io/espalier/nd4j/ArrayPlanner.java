package io.espalier.nd4j;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Normalization;
import io.espalier.zoo.transform.FakeQuantizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns one node into steps on arrays of any rank, or refuses it. */
final class ArrayPlanner extends UntrainedOperators {
    private final TapePlanner plan;
    private final MovePlanner moves;
    private final ArrayOperands operands;
    private final ArrayProducts products;
    private final ConvolutionPlanner convolutions;
    private @Nullable Node current;

    ArrayPlanner(TapePlanner plan) {
        this.plan = plan;
        moves = new MovePlanner(plan);
        operands = new ArrayOperands(plan);
        products = new ArrayProducts(plan, operands, moves);
        convolutions = new ConvolutionPlanner(plan);
    }

    /** @throws RefusedException when the node cannot be trained */
    void plan(Node node) {
        current = node;
        node.operator().accept(this);
    }

    private Node node() {
        if (current == null) {
            throw new IllegalStateException("No node is being planned.");
        }
        return current;
    }

    private View input(int index) {
        return plan.view(node().input(index));
    }

    private @Nullable Void done(View output) {
        plan.name(node().output(), output);
        return null;
    }

    private String name() {
        return plan.fresh(node().output());
    }

    @Override
    public Void convolution(Operator.Convolution operator) {
        convolutions.plan(node(), operator);
        return null;
    }

    @Override
    public Void activation(Activation operator) {
        switch (operator.kind()) {
            case IDENTITY, DROPOUT -> {
                require(node().outputs().size() == 1, "Dropout with a mask");
                return done(input(0));
            }
            case CLIP -> {
                if (plan.weights().isCodes(node().input(0))) {
                    plan.weights().noteCodes(node().output());
                    return null;
                }
                return done(clip(operator));
            }
            default -> {
                View in = input(0);
                Pointwise function = Pointwises.of(operator)
                        .orElseThrow(() -> refuse(operator.kind().onnxName()));
                return done(apply(in, function));
            }
        }
    }

    private View apply(View in, Pointwise function) {
        return operands.apply(node().output(), in, function);
    }

    private View clip(Activation operator) {
        View in = input(0);
        Limits limits = Limits.of(node(), operator, plan);
        String out = name();
        plan.add(new Step.Limit(in.value(), out, plan.formOf(in).size(), limits));
        return in.of(out);
    }

    @Override
    public Void elementwise(Operator.Elementwise operator) {
        Arithmetic function = Arithmetic.of(operator.kind())
                .orElseThrow(() -> refuse(operator.kind().onnxName()));
        View sum = input(0);
        for (int i = 1; i < node().inputs().size(); i++) {
            sum = operands.combine(node().output(), function, sum, input(i));
        }
        if (operator.kind() == Operator.Elementwise.Kind.MEAN) {
            sum = apply(sum, Pointwises.times(1.0 / node().inputs().size()));
        }
        return done(sum);
    }

    @Override
    public Void softmax(Operator.Softmax operator) {
        View in = input(0);
        int axis = in.axis(operator.axis());
        boolean flattens = plan.opset() < 13;
        View rows = flattens ? plan.rowMajor(in) : in;
        Longs memory = rows.memorySizes();
        int place = rows.order().get(axis);
        int length = flattens ? View.product(memory, place, memory.size()) : memory.intAt(place);
        int inner = flattens ? 1 : View.product(memory, place + 1, memory.size());
        String out = name();
        plan.add(new Step.Softmax(rows.value(), out, View.product(memory, 0, place), length, inner, operator.log()));
        return done(rows.of(out));
    }

    @Override
    public Void normalization(Normalization operator) {
        switch (operator.kind()) {
            case LAYER -> {
                require(node().outputs().size() == 1, "LayerNormalization with statistics");
                View in = plan.rowMajor(input(0));
                int axis = in.axis(whole(operator, "axis", -1));
                int length = View.product(in.sizes(), axis, in.rank());
                return done(normalized(in, length, operator.epsilon(), 1));
            }
            case INSTANCE -> {
                View in = plan.rowMajor(input(0));
                int length = View.product(in.sizes(), 2, in.rank());
                return done(normalized(in, length, operator.epsilon(), length));
            }
            case GROUP -> {
                View in = plan.rowMajor(input(0));
                int groups = Math.toIntExact(whole(operator, "num_groups", 1));
                int pixels = View.product(in.sizes(), 2, in.rank());
                int length = in.sizes().intAt(1) / groups * pixels;
                int run = input(1).elements() == groups ? length : pixels;
                return done(normalized(in, length, operator.epsilon(), run));
            }
            case BATCH -> {
                return done(convolutions.batchNorm(node(), operator, input(0)));
            }
            default -> throw refuse(operator.kind().onnxName());
        }
    }

    private View normalized(View in, int length, float epsilon, int run) {
        String out = name();
        String bias = node().hasInput(2) ? input(2).value() : null;
        plan.add(new Step.NormalizeRows(
                in.value(), input(1).value(), bias, out, in.elements() / length, length, epsilon, run));
        return in.of(out);
    }

    private static long whole(Normalization operator, String name, long otherwise) {
        return operator.parameters().get(name) instanceof Attribute.Whole number ? number.value() : otherwise;
    }

    @Override
    public Void gemm(Operator.Gemm operator) {
        return done(products.gemm(node(), operator));
    }

    @Override
    public Void matMul(Operator.MatMul operator) {
        return done(products.matMul(node()));
    }

    @Override
    public Void reduce(Operator.Reduce operator) {
        View in = input(0);
        Set<Integer> axes = reducedAxes(operator, in);
        if (axes.isEmpty()) {
            return done(in);
        }
        double count = axes.stream().mapToLong(in.sizes()::at).reduce(1, Math::multiplyExact);
        View result = switch (operator.kind()) {
            case SUM -> reduced(in, axes, false, 1);
            case MEAN -> reduced(in, axes, false, (float) (1 / count));
            case MAX -> reduced(in, axes, true, 1);
            case MIN -> {
                View greatest = reduced(apply(in, Pointwises.times(-1)), axes, true, 1);
                yield apply(greatest, Pointwises.times(-1));
            }
            case SUM_SQUARE -> reduced(apply(in, Pointwises.power(2)), axes, false, 1);
            case L2 -> apply(reduced(apply(in, Pointwises.power(2)), axes, false, 1), Pointwises.power(.5));
            default -> throw refuse(operator.kind().onnxName());
        };
        if (operator.keepDims()) {
            return done(result);
        }
        View rows = plan.rowMajor(result);
        long[] left = new long[in.rank() - axes.size()];
        int next = 0;
        for (int axis = 0; axis < in.rank(); axis++) {
            if (!axes.contains(axis)) {
                left[next++] = in.sizes().at(axis);
            }
        }
        return done(View.rowMajor(rows.value(), Longs.of(left)));
    }

    private Set<Integer> reducedAxes(Operator.Reduce operator, View in) {
        long[] given = operator.axes().isEmpty() && node().hasInput(1)
                ? plan.numbers().of(node().input(1))
                : operator.axes().toArray();
        Set<Integer> axes = new LinkedHashSet<>();
        for (long axis : given) {
            axes.add(in.axis(axis));
        }
        if (axes.isEmpty() && !operator.noopWithEmptyAxes()) {
            for (int axis = 0; axis < in.rank(); axis++) {
                axes.add(axis);
            }
        }
        return axes;
    }

    /** The axes stay, with the size 1. */
    private View reduced(View in, Set<Integer> axes, boolean greatest, float factor) {
        Set<Integer> places = new LinkedHashSet<>();
        Longs sizes = in.sizes();
        for (int axis : axes) {
            places.add(in.order().get(axis));
            sizes = sizes.with(axis, 1);
        }
        String out = name();
        plan.add(new Step.Reduce(in.value(), out, in.memorySizes(), places, greatest, factor));
        return new View(out, sizes, in.order());
    }

    @Override
    public Void pool(Operator.Pool operator) {
        View in = input(0);
        require(operator.global(), "a pool that is not 2-D");
        Set<Integer> axes = new LinkedHashSet<>();
        for (int axis = 2; axis < in.rank(); axis++) {
            axes.add(axis);
        }
        boolean max = operator.kind() == Operator.Pool.Kind.MAX;
        return done(reduced(in, axes, max, max ? 1 : 1f / View.product(in.sizes(), 2, in.rank())));
    }

    @Override
    public Void reshape(Operator.Reshape operator) {
        View in = input(0);
        Longs sizes = plan.numbers().sizes(node().output());
        return switch (operator.kind()) {
            case RESHAPE, FLATTEN, SQUEEZE, UNSQUEEZE -> {
                require(sizes.product() == in.elements(), operator.kind().onnxName() + " at a fixed batch");
                yield done(View.rowMajor(plan.rowMajor(in).value(), sizes));
            }
            case EXPAND -> {
                View rows = plan.rowMajor(in);
                yield done(moves.repeated(
                        View.rowMajor(rows.value(), ArrayOperands.padded(rows.sizes(), sizes.size())), sizes));
            }
            case TILE -> done(moves.tiled(in, sizes));
        };
    }

    @Override
    public Void transpose(Operator.Transpose operator) {
        View in = input(0);
        long[] sizes = new long[in.rank()];
        List<Integer> order = new ArrayList<>();
        for (int axis = 0; axis < in.rank(); axis++) {
            int source = operator.permutation().isEmpty()
                    ? in.rank() - 1 - axis
                    : operator.permutation().intAt(axis);
            sizes[axis] = in.sizes().at(source);
            order.add(in.order().get(source));
        }
        return done(new View(in.value(), Longs.of(sizes), order));
    }

    @Override
    public Void slice(Operator.Slice operator) {
        return done(moves.slice(node(), input(0)));
    }

    @Override
    public Void concat(Operator.Concat operator) {
        return done(moves.concatenated(node().inputs().stream().map(plan::view).toList(), operator.axis(), name()));
    }

    @Override
    public Void split(Operator.Split operator) {
        moves.split(node(), operator, input(0));
        return null;
    }

    @Override
    public Void pad(Operator.Pad operator) {
        return done(moves.pad(node(), operator.mode(), input(0)));
    }

    @Override
    public Void gather(Operator.Gather operator) {
        return done(moves.gather(node(), operator));
    }

    @Override
    public Void depthToSpace(Operator.DepthToSpace operator) {
        return done(moves.depthToSpace(operator, input(0)));
    }

    @Override
    public Void resize(Operator.Resize operator) {
        return done(moves.resize(operator, input(0), plan.numbers().sizes(node().output())));
    }

    @Override
    public Void cast(Operator.Cast operator) {
        require(operator.to() == DataType.FLOAT, "Cast to " + operator.to());
        return done(input(0));
    }

    /** The codes are read by the other half of the pair alone. */
    @Override
    public Void quantize(Operator.Quantize operator) {
        plan.weights().noteCodes(node().output());
        return null;
    }

    @Override
    public Void dequantize(Operator.Dequantize operator) {
        FakeQuantizer pair = plan.weights().quantizer(node());
        if (plan.weights().isWeight(pair.source())) {
            plan.weights().quantize(node().output(), pair);
            return null;
        }
        require(plan.weights().isOneNumber(pair.scale()), "QuantizeLinear by channel");
        View in = plan.view(pair.source());
        String out = name();
        plan.add(new Step.Quantize(in.value(), out, plan.formOf(in).size(), pair));
        return done(in.of(out));
    }
}
