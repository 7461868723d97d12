package io.espalier.nd4j;

import io.espalier.nd4j.TapePlanner.Slot;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.transform.FakeQuantizer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns one node into steps, or refuses it. */
final class NodePlanner extends UntrainedOperators {
    private static final int IMAGE_RANK = 4;

    private final TapePlanner plan;
    private final WindowPlanner windows;
    private final ProductPlanner products;
    private @Nullable Node current;

    NodePlanner(TapePlanner plan) {
        this.plan = plan;
        windows = new WindowPlanner(plan);
        products = new ProductPlanner(plan);
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

    private Slot data() {
        return plan.slot(node().input(0));
    }

    @Override
    public Void convolution(Operator.Convolution operator) {
        Slot in = data();
        String weight = plan.weights().kernel(node().input(1));
        Shape shape = plan.weights().shape(weight);
        require(!operator.transposed(), "ConvTranspose");
        require(shape.rank() == IMAGE_RANK && in.rank() == IMAGE_RANK, "a convolution that is not 2-D");
        Kernel kernel = Kernel.of(
                Longs.of(shape.size(2), shape.size(3)),
                operator.strides(),
                operator.pads(),
                operator.dilations(),
                operator.autoPad(),
                in.size());
        require(!kernel.isDilated(), "a dilated convolution");
        boolean framed = kernel.isLopsided();
        Slot padded = framed ? windows.padded(in, kernel, node().output()) : in;
        int out = (int) shape.size(0);
        boolean depthwise = operator.groups() == in.size().channels() && operator.groups() > 1;
        WeightOrder order = depthwise
                ? new WeightOrder.Depthwise(out, (int) (shape.size(2) * shape.size(3)))
                : new WeightOrder.Same(Math.toIntExact(shape.elements()));
        plan.add(
                new Step.Convolve(
                        padded.value(),
                        node().output(),
                        kernel.outSize(in.size(), out),
                        weight,
                        node().hasInput(2) ? plan.weights().name(node().input(2)) : null,
                        framed ? kernel.unpadded().geometry() : kernel.geometry(),
                        operator.groups(),
                        order),
                node().output(),
                IMAGE_RANK);
        return null;
    }

    @Override
    public Void gemm(Operator.Gemm operator) {
        require(!operator.transposeA() && operator.alpha() == 1, "Gemm with transA or alpha");
        String bias = null;
        if (node().hasInput(2)) {
            require(operator.beta() == 1, "Gemm with beta");
            bias = plan.weights().name(node().input(2));
        }
        products.product(node(), data(), operator.transposeB(), bias);
        return null;
    }

    @Override
    public Void matMul(Operator.MatMul operator) {
        products.product(node(), data(), false, null);
        return null;
    }

    @Override
    public Void pool(Operator.Pool operator) {
        Slot in = data();
        boolean max = operator.kind() == Operator.Pool.Kind.MAX;
        if (operator.global() && !max) {
            plan.add(
                    new Step.GlobalAverage(
                            in.value(),
                            node().output(),
                            new Size(1, 1, in.size().channels())),
                    node().output(),
                    in.rank());
            return null;
        }
        require(node().outputs().size() == 1, "MaxPool with indices");
        Longs size = operator.global() ? Longs.of(in.size().height(), in.size().width()) : operator.kernel();
        require(size.size() == 2, "a pool that is not 2-D");
        require(operator.dilations().stream().allMatch(value -> value == 1), "a dilated pool");
        Kernel kernel = Kernel.of(size, operator.strides(), operator.pads(), Longs.of(), operator.autoPad(), in.size());
        plan.add(
                new Step.Pool(
                        in.value(),
                        node().output(),
                        operator.ceilMode()
                                ? kernel.outSizeCeil(in.size())
                                : kernel.outSize(in.size(), in.size().channels()),
                        max,
                        kernel.geometry(),
                        operator.countIncludePad(),
                        kernel.padBottom(),
                        kernel.padRight()),
                node().output(),
                in.rank());
        return null;
    }

    @Override
    public Void activation(Operator.Activation operator) {
        String output = node().output();
        switch (operator.kind()) {
            case IDENTITY, DROPOUT -> {
                if (plan.weights().isWeight(node().input(0))) {
                    plan.weights().alias(output, plan.weights().name(node().input(0)));
                } else {
                    plan.alias(output, data());
                }
            }
            case RELU -> clip(Limits.RELU);
            case CLIP -> clip(Limits.of(node(), operator, plan));
            default -> throw refuse(operator.kind().onnxName());
        }
        return null;
    }

    private void clip(Limits limits) {
        Slot in = data();
        plan.add(new Step.Fuse(in.value(), node().output(), in.size(), null, null, limits), node().output(), in.rank());
    }

    @Override
    public Void elementwise(Operator.Elementwise operator) {
        boolean sum =
                operator.kind() == Operator.Elementwise.Kind.ADD || operator.kind() == Operator.Elementwise.Kind.SUM;
        require(sum && node().inputs().size() == 2, operator.kind().onnxName());
        if (plan.weights().isWeight(node().input(0)) || plan.weights().isWeight(node().input(1))) {
            products.addBias(node());
            return null;
        }
        Slot left = data();
        Slot right = plan.slot(node().input(1));
        boolean alike =
                left.size().equals(right.size()) && left.rank() == right.rank() && left.batch() == right.batch();
        require(alike, "Add with broadcasting");
        plan.add(
                new Step.Fuse(left.value(), node().output(), left.size(), null, right.value(), null),
                node().output(),
                left.rank());
        return null;
    }

    @Override
    public Void normalization(Operator.Normalization operator) {
        require(
                operator.kind() == Operator.Normalization.Kind.BATCH,
                operator.kind().onnxName());
        Slot in = data();
        require(in.rank() == IMAGE_RANK || in.size().pixels() == 1, "BatchNormalization of a flattened image");
        Step.Norm norm = Step.Norm.of(node(), operator, plan);
        plan.add(new Step.Fuse(in.value(), node().output(), in.size(), norm, null, null), node().output(), in.rank());
        return null;
    }

    @Override
    public Void reshape(Operator.Reshape operator) {
        Slot in = data();
        Size size = in.size();
        switch (operator.kind()) {
            case FLATTEN -> require(operator.axis() == 1, "Flatten of another axis than 1");
            case RESHAPE -> {
                if (isImageOfOnePixel(in)) {
                    plan.alias(node().output(), in.withRank(IMAGE_RANK));
                    return null;
                }
                require(isMatrix(in), "a Reshape that is not to [n×features]");
            }
            case SQUEEZE ->
                require(size.pixels() == 1 && in.rank() == IMAGE_RANK && isOfRank(2), "Squeeze of more than one pixel");
            case UNSQUEEZE -> {
                require(size.pixels() == 1 && in.rank() == 2 && isOfRank(IMAGE_RANK), "Unsqueeze of an image");
                plan.alias(node().output(), in.withRank(IMAGE_RANK));
                return null;
            }
            case EXPAND, TILE -> throw refuse(operator.kind().onnxName());
        }
        plan.alias(node().output(), in.withRank(2));
        return null;
    }

    /** Whether the output has so many axes, those of height and width at the end. */
    private boolean isOfRank(int rank) {
        return plan.numbers()
                .shape(node().output())
                .filter(shape -> shape.rank() == rank)
                .filter(shape -> rank == 2
                        || (shape.dim(2).equals(Dim.of(1)) && shape.dim(3).equals(Dim.of(1))))
                .isPresent();
    }

    private boolean isImageOfOnePixel(Slot in) {
        String target = node().input(1);
        if (in.size().pixels() != 1 || !plan.numbers().isConstant(target)) {
            return false;
        }
        long[] sizes = plan.numbers().of(target);
        return sizes.length == IMAGE_RANK && sizes[2] == 1 && sizes[3] == 1;
    }

    private boolean isMatrix(Slot in) {
        String target = node().input(1);
        if (!plan.numbers().isConstant(target)) {
            return plan.numbers()
                    .shape(node().output())
                    .filter(shape -> shape.rank() == 2
                            && shape.dim(1).isKnown()
                            && shape.size(1) == in.size().elements())
                    .isPresent();
        }
        long[] sizes = plan.numbers().of(target);
        return sizes.length == 2 && (sizes[1] == in.size().elements() || (sizes[1] == -1 && sizes[0] >= 0));
    }

    @Override
    public Void slice(Operator.Slice operator) {
        windows.slice(node(), data());
        return null;
    }

    @Override
    public Void pad(Operator.Pad operator) {
        require(operator.mode().equals("constant"), "Pad in mode " + operator.mode());
        windows.pad(node(), data());
        return null;
    }

    @Override
    public Void concat(Operator.Concat operator) {
        List<Slot> parts = node().inputs().stream().map(plan::slot).toList();
        Slot first = parts.get(0);
        int axis = operator.axis() < 0 ? operator.axis() + first.rank() : operator.axis();
        int channels = 0;
        for (Slot part : parts) {
            boolean fits = part.size().height() == first.size().height()
                    && part.size().width() == first.size().width()
                    && part.batch() == first.batch();
            require(fits && part.rank() == first.rank() && axis == 1, "Concat of another axis than the channels");
            require(part.rank() == IMAGE_RANK || part.size().pixels() == 1, "Concat of flattened images");
            channels += part.size().channels();
        }
        plan.add(
                new Step.Concatenate(
                        parts.stream().map(Slot::value).toList(),
                        node().output(),
                        new Size(first.size().height(), first.size().width(), channels)),
                node().output(),
                first.rank());
        return null;
    }

    @Override
    public Void reduce(Operator.Reduce operator) {
        Slot in = data();
        require(
                operator.kind() == Operator.Reduce.Kind.MEAN && in.rank() == IMAGE_RANK,
                operator.kind().onnxName());
        long[] axes = operator.axes().isEmpty() && node().hasInput(1)
                ? plan.numbers().of(node().input(1))
                : operator.axes().toArray();
        boolean pixels = axes.length == 2
                && Arrays.stream(axes)
                        .map(axis -> axis < 0 ? axis + IMAGE_RANK : axis)
                        .sorted()
                        .boxed()
                        .toList()
                        .equals(List.of(2L, 3L));
        require(pixels, "ReduceMean of other axes than height and width");
        plan.add(
                new Step.GlobalAverage(
                        in.value(), node().output(), new Size(1, 1, in.size().channels())),
                node().output(),
                operator.keepDims() ? IMAGE_RANK : 2);
        return null;
    }

    @Override
    public Void dequantize(Operator.Dequantize operator) {
        FakeQuantizer pair = plan.weights().quantizer(node());
        require(plan.weights().isOneNumber(pair.scale()), "QuantizeLinear by channel");
        Slot in = plan.slot(pair.source());
        plan.add(new Step.Quantize(in.value(), node().output(), in.size(), pair), node().output(), in.rank());
        return null;
    }
}
