package io.espalier.zoo.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The elements of a node's integer outputs, from those of its inputs and the types already inferred; one list an
 * output, none when they do not follow from structure. Long because every kind of operator has its own method.
 */
final class IntegerRules implements Operator.Visitor<List<List<Dim>>> {
    /** Larger integer tensors are data, not structure. */
    private static final int MAX_ELEMENTS = 16_384;

    private final NodeValues values;
    private final List<TensorType> outputs;

    IntegerRules(NodeValues values, List<TensorType> outputs) {
        this.values = values;
        this.outputs = outputs;
    }

    /** The axes that a Shape operator tells, their bounds clamped as ONNX says. */
    static List<Dim> shownSizes(Shape shape, Operator.ShapeOf operator) {
        int rank = shape.rank();
        long start = operator.start() < 0 ? operator.start() + rank : operator.start();
        long end = operator.end() < 0 ? operator.end() + rank : operator.end();
        int from = (int) Math.max(0, Math.min(rank, start));
        int to = (int) Math.max(from, Math.min(rank, end));
        return shape.dims().subList(from, to);
    }

    private static boolean isInteger(DataType dataType) {
        return dataType == DataType.INT64 || dataType == DataType.INT32 || dataType == DataType.BOOL;
    }

    private static List<List<Dim>> of(Optional<List<Dim>> elements) {
        return elements.map(List::of).orElse(List.of());
    }

    private List<List<Dim>> same() {
        return of(values.integers(0));
    }

    private static List<List<Dim>> none() {
        return List.of();
    }

    /** The sizes of a tensor of known shape and few elements. */
    private static Optional<int[]> sizes(Shape shape) {
        long elements = 1;
        int[] sizes = new int[shape.rank()];
        for (int axis = 0; axis < sizes.length; axis++) {
            if (!(shape.dim(axis) instanceof Dim.Size known) || known.value() > MAX_ELEMENTS) {
                return Optional.empty();
            }
            sizes[axis] = (int) known.value();
            elements *= known.value();
            if (elements > MAX_ELEMENTS) {
                return Optional.empty();
            }
        }
        return Optional.of(sizes);
    }

    private static List<Dim> pick(List<Dim> elements, int[] positions) {
        List<Dim> picked = new ArrayList<>(positions.length);
        for (int position : positions) {
            picked.add(elements.get(position));
        }
        return picked;
    }

    @Override
    public List<List<Dim>> convolution(Operator.Convolution operator) {
        return none();
    }

    @Override
    public List<List<Dim>> gemm(Operator.Gemm operator) {
        return none();
    }

    @Override
    public List<List<Dim>> matMul(Operator.MatMul operator) {
        return none();
    }

    @Override
    public List<List<Dim>> einsum(Operator.Einsum operator) {
        return none();
    }

    @Override
    public List<List<Dim>> pool(Operator.Pool operator) {
        return none();
    }

    @Override
    public List<List<Dim>> activation(Operator.Activation operator) {
        return switch (operator.kind()) {
            case IDENTITY -> same();
            case NEG ->
                of(values.integers(0)
                        .map(elements -> elements.stream()
                                .map(element -> DimMath.subtract(Dim.of(0), element))
                                .toList()));
            default -> none();
        };
    }

    @Override
    public List<List<Dim>> elementwise(Operator.Elementwise operator) {
        Optional<int[]> target = sizes(outputs.get(0).shape());
        if (target.isEmpty()) {
            return none();
        }
        List<List<Dim>> operands = new ArrayList<>();
        for (int input = 0; input < values.inputs(); input++) {
            Optional<List<Dim>> elements = values.integers(input);
            Optional<int[]> shape = sizes(values.shape(input));
            if (elements.isEmpty() || shape.isEmpty()) {
                return none();
            }
            operands.add(pick(elements.get(), Indexing.broadcast(shape.get(), target.get())));
        }
        List<Dim> results = new ArrayList<>();
        for (int i = 0; i < Indexing.elements(target.get()); i++) {
            int element = i;
            List<Dim> arguments =
                    operands.stream().map(operand -> operand.get(element)).toList();
            results.add(IntegerMath.apply(operator.kind(), arguments).orElse(values.unknown(i)));
        }
        return List.of(results);
    }

    @Override
    public List<List<Dim>> normalization(Operator.Normalization operator) {
        return none();
    }

    @Override
    public List<List<Dim>> softmax(Operator.Softmax operator) {
        return none();
    }

    @Override
    public List<List<Dim>> reshape(Operator.Reshape operator) {
        if (operator.kind() == Operator.Reshape.Kind.TILE) {
            return tile();
        }
        if (operator.kind() != Operator.Reshape.Kind.EXPAND) {
            return same();
        }
        Optional<int[]> from = sizes(values.shape(0));
        Optional<int[]> to = sizes(outputs.get(0).shape());
        if (from.isEmpty() || to.isEmpty()) {
            return none();
        }
        int[] positions = Indexing.broadcast(from.get(), to.get());
        return of(values.integers(0).map(elements -> pick(elements, positions)));
    }

    private List<List<Dim>> tile() {
        Optional<int[]> from = sizes(values.shape(0));
        Optional<int[]> to = sizes(outputs.get(0).shape());
        if (from.isEmpty() || to.isEmpty()) {
            return none();
        }
        int[] positions = Indexing.tiled(from.get(), to.get());
        return of(values.integers(0).map(elements -> pick(elements, positions)));
    }

    @Override
    public List<List<Dim>> transpose(Operator.Transpose operator) {
        Optional<int[]> shape = sizes(values.shape(0));
        if (shape.isEmpty()) {
            return none();
        }
        int[] positions = Indexing.transposed(shape.get(), ViewRules.permutation(operator, shape.get().length));
        return of(values.integers(0).map(elements -> pick(elements, positions)));
    }

    @Override
    public List<List<Dim>> slice(Operator.Slice operator) {
        Optional<int[]> shape = sizes(values.shape(0));
        if (shape.isEmpty() || values.numbers(1).isEmpty() || values.numbers(2).isEmpty()) {
            return none();
        }
        int[] sizes = shape.get();
        Optional<SliceBounds> bounds = SliceBounds.of(values, sizes.length);
        if (bounds.isEmpty()) {
            return none();
        }
        int[] starts = new int[sizes.length];
        int[] counts = sizes.clone();
        int[] steps = new int[sizes.length];
        Arrays.fill(steps, 1);
        for (int i = 0; i < bounds.get().count(); i++) {
            int axis = bounds.get().axis(i);
            long[] known = bounds.get().known(i, sizes[axis]);
            starts[axis] = (int) known[0];
            counts[axis] = (int) known[1];
            steps[axis] = (int) Math.max(
                    -MAX_ELEMENTS, Math.min(MAX_ELEMENTS, bounds.get().steps().at(i)));
        }
        int[] positions = Indexing.sliced(sizes, starts, counts, steps);
        return of(values.integers(0).map(elements -> pick(elements, positions)));
    }

    @Override
    public List<List<Dim>> concat(Operator.Concat operator) {
        Optional<int[]> target = sizes(outputs.get(0).shape());
        if (target.isEmpty()) {
            return none();
        }
        int rank = target.get().length;
        int axis = values.axis(operator.axis(), rank);
        int outer = 1;
        for (int i = 0; i < axis; i++) {
            outer *= target.get()[i];
        }
        List<Dim> joined = new ArrayList<>();
        for (int i = 0; i < outer; i++) {
            for (int input = 0; input < values.inputs(); input++) {
                Optional<List<Dim>> elements = values.integers(input);
                if (elements.isEmpty()) {
                    return none();
                }
                int run = elements.get().size() / outer;
                joined.addAll(elements.get().subList(i * run, (i + 1) * run));
            }
        }
        return List.of(joined);
    }

    @Override
    public List<List<Dim>> split(Operator.Split operator) {
        Optional<List<Dim>> elements = values.integers(0);
        if (elements.isEmpty() || values.shape(0).rank() != 1) {
            return none();
        }
        List<List<Dim>> parts = new ArrayList<>();
        int from = 0;
        for (TensorType output : outputs) {
            if (!output.shape().isKnown()) {
                return none();
            }
            int to = from + (int) output.shape().size(0);
            parts.add(elements.get().subList(from, to));
            from = to;
        }
        return parts;
    }

    @Override
    public List<List<Dim>> pad(Operator.Pad operator) {
        return none();
    }

    @Override
    public List<List<Dim>> reduce(Operator.Reduce operator) {
        Optional<List<Dim>> elements = values.integers(0);
        boolean all = outputs.get(0).shape().dims().stream().allMatch(dim -> dim.equals(Dim.of(1)));
        if (elements.isEmpty() || !all || elements.get().isEmpty()) {
            return none();
        }
        Optional<Operator.Elementwise.Kind> step = switch (operator.kind()) {
            case SUM -> Optional.of(Operator.Elementwise.Kind.ADD);
            case PROD -> Optional.of(Operator.Elementwise.Kind.MUL);
            case MAX -> Optional.of(Operator.Elementwise.Kind.MAX);
            case MIN -> Optional.of(Operator.Elementwise.Kind.MIN);
            case MEAN, L1, L2, SUM_SQUARE, LOG_SUM, LOG_SUM_EXP -> Optional.empty();
        };
        return of(step.flatMap(kind -> IntegerMath.apply(kind, elements.get())).map(List::of));
    }

    @Override
    public List<List<Dim>> resize(Operator.Resize operator) {
        return none();
    }

    @Override
    public List<List<Dim>> gather(Operator.Gather operator) {
        Optional<int[]> shape = sizes(values.shape(0));
        Optional<long[]> indices = values.numbers(1);
        if (shape.isEmpty() || indices.isEmpty() || values.integers(0).isEmpty()) {
            return none();
        }
        int axis = values.axis(operator.axis(), shape.get().length);
        int[] positive = new int[indices.get().length];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = values.axis(indices.get()[i], shape.get()[axis]);
        }
        int[] positions = Indexing.gathered(shape.get(), axis, positive);
        return of(values.integers(0).map(elements -> pick(elements, positions)));
    }

    @Override
    public List<List<Dim>> depthToSpace(Operator.DepthToSpace operator) {
        return none();
    }

    @Override
    public List<List<Dim>> shapeOf(Operator.ShapeOf operator) {
        return List.of(shownSizes(values.shape(0), operator));
    }

    @Override
    public List<List<Dim>> range(Operator.Range operator) {
        Optional<long[]> start = values.numbers(0);
        Optional<long[]> step = values.numbers(2);
        Optional<int[]> count = sizes(outputs.get(0).shape());
        if (start.isEmpty() || step.isEmpty() || count.isEmpty()) {
            return none();
        }
        List<Dim> elements = new ArrayList<>();
        for (int i = 0; i < count.get()[0]; i++) {
            elements.add(Dim.of(start.get()[0] + i * step.get()[0]));
        }
        return List.of(elements);
    }

    @Override
    public List<List<Dim>> fill(Operator.Fill operator) {
        Optional<int[]> sizes = sizes(outputs.get(0).shape());
        if (sizes.isEmpty() || !isInteger(operator.dataType())) {
            return none();
        }
        return List.of(Collections.nCopies(Indexing.elements(sizes.get()), Dim.of((long) operator.value())));
    }

    @Override
    public List<List<Dim>> cast(Operator.Cast operator) {
        if (!isInteger(operator.to()) || !isInteger(values.dataType(0))) {
            return none();
        }
        if (operator.to() != DataType.BOOL) {
            return same();
        }
        boolean known = values.numbers(0).isPresent();
        return known
                ? of(values.integers(0)
                        .map(elements -> elements.stream()
                                .map(element -> Dim.of(element.size() == 0 ? 0 : 1))
                                .toList()))
                : none();
    }

    @Override
    public List<List<Dim>> quantize(Operator.Quantize operator) {
        return none();
    }

    @Override
    public List<List<Dim>> dequantize(Operator.Dequantize operator) {
        return none();
    }

    @Override
    public List<List<Dim>> opaque(Operator.Opaque operator) {
        boolean isSize = operator.domain().isEmpty() && operator.type().equals("Size");
        return isSize ? List.of(List.of(DimMath.product(values.shape(0).dims()))) : none();
    }
}
