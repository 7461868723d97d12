package io.espalier.zoo.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The longer rules of {@link OpaqueRules}. */
final class OpaqueShapes {
    private OpaqueShapes() {}

    private static long whole(Operator.Opaque operator, String attribute, long absent) {
        return operator.attributes().get(attribute) instanceof Attribute.Whole given ? given.value() : absent;
    }

    static List<TensorType> broadcast(NodeValues values) {
        return Broadcasting.of(values.shape(0), values.shape(1))
                .map(shape -> List.of(values.type(0).withShape(shape)))
                .orElseThrow(() -> values.contradiction("do not broadcast", 0, 1));
    }

    /** ArgMax and ArgMin: places on one axis. */
    static List<TensorType> argument(NodeValues values, Operator.Opaque operator) {
        Shape input = values.shape(0);
        int axis = values.axis(whole(operator, "axis", 0), input.rank());
        List<Dim> dims = new ArrayList<>(input.dims());
        if (whole(operator, "keepdims", 1) != 0) {
            dims.set(axis, Dim.of(1));
        } else {
            dims.remove(axis);
        }
        return List.of(new TensorType(DataType.INT64, new Shape(dims)));
    }

    /** The largest elements of one axis, and their places. */
    static List<TensorType> topK(NodeValues values, Operator.Opaque operator) {
        Shape input = values.shape(0);
        int axis = values.axis(whole(operator, "axis", -1), input.rank());
        Dim count = values.integers(1).map(counts -> counts.get(0)).orElse(values.unknown(axis));
        Shape shape = values.shapeOf(input.with(axis, count).dims());
        return List.of(values.type(0).withShape(shape), new TensorType(DataType.INT64, shape));
    }

    /** The last axis of the indices names places on as many axes of the data, behind those of the batch. */
    static List<TensorType> gatherNd(NodeValues values, Operator.Opaque operator) {
        Shape data = values.shape(0);
        Shape indices = values.shape(1);
        int batch = (int) whole(operator, "batch_dims", 0);
        if (indices.rank() == 0 || !(indices.dim(-1) instanceof Dim.Size depth)) {
            return List.of();
        }
        List<Dim> dims = new ArrayList<>(indices.dims().subList(0, indices.rank() - 1));
        dims.addAll(data.dims().subList(batch + (int) depth.value(), data.rank()));
        return List.of(values.type(0).withShape(new Shape(dims)));
    }

    static List<TensorType> oneHot(NodeValues values, Operator.Opaque operator) {
        Shape indices = values.shape(0);
        int rank = indices.rank() + 1;
        int axis = values.axis(whole(operator, "axis", -1), rank);
        List<Dim> dims = new ArrayList<>(indices.dims());
        Optional<List<Dim>> depth = values.integers(1);
        dims.add(axis, depth.map(known -> known.get(0)).orElse(values.unknown(axis)));
        return List.of(new TensorType(values.dataType(2), values.shapeOf(dims)));
    }

    static List<TensorType> nonZero(NodeValues values, Operator.Opaque operator) {
        Dim rank = Dim.of(Math.max(1, values.shape(0).rank()));
        return List.of(new TensorType(DataType.INT64, new Shape(List.of(rank, values.unknown(1)))));
    }

    /** Images at the places of a grid {@code [N, out…, axes]}. */
    static List<TensorType> gridSample(NodeValues values, Operator.Opaque operator) {
        Shape input = values.shape(0);
        Shape grid = values.shape(1);
        List<Dim> dims = new ArrayList<>(input.dims().subList(0, 2));
        dims.addAll(grid.dims().subList(1, grid.rank() - 1));
        return List.of(values.type(0).withShape(new Shape(dims)));
    }

    /** Of either branch: so many axes, and no more is known. */
    static List<TensorType> branches(NodeValues values, Operator.Opaque operator) {
        List<TensorType> types = new ArrayList<>();
        for (TensorType declared : operator.declared()) {
            String output = values.node().outputs().get(types.size());
            List<Dim> dims = new ArrayList<>();
            for (int axis = 0; axis < declared.shape().rank(); axis++) {
                dims.add(DimMath.unknown(output, axis));
            }
            types.add(declared.withShape(new Shape(dims)));
        }
        return types;
    }

    /** The parts of images {@code [N, C, H, W]} at the boxes {@code [boxes, 4]}, all of one size. */
    static List<TensorType> roiAlign(NodeValues values, Operator.Opaque operator) {
        List<Dim> dims = List.of(
                values.shape(1).dim(0),
                values.shape(0).dim(1),
                Dim.of(whole(operator, "output_height", 1)),
                Dim.of(whole(operator, "output_width", 1)));
        return List.of(values.type(0).withShape(values.shapeOf(dims)));
    }

    /** Batch, class and box of what is left. */
    static List<TensorType> nonMaxSuppression(NodeValues values, Operator.Opaque operator) {
        return List.of(new TensorType(DataType.INT64, new Shape(List.of(values.unknown(0), Dim.of(3)))));
    }

    static List<TensorType> trainedBatchNormalization(NodeValues values, Operator.Opaque operator) {
        return List.of(values.type(0), values.type(3), values.type(4));
    }

    /** With its statistics. */
    static List<TensorType> layerNormalization(NodeValues values, Operator.Opaque operator) {
        Shape statistics = values.shape(0);
        for (int i = values.axis(whole(operator, "axis", -1), statistics.rank()); i < statistics.rank(); i++) {
            statistics = statistics.with(i, Dim.of(1));
        }
        TensorType type = TensorType.floats(statistics);
        return List.of(values.type(0), type, type);
    }

    /** A Dropout of training, with what it drops. */
    static List<TensorType> withMask(NodeValues values, Operator.Opaque operator) {
        return List.of(values.type(0), new TensorType(DataType.BOOL, values.shape(0)));
    }

    /** Only as far as the number of axes goes. */
    static List<TensorType> maxPoolWithIndices(NodeValues values, Operator.Opaque operator) {
        Shape shape = values.unknownShape(values.shape(0).rank())
                .with(0, values.shape(0).dim(0))
                .with(1, values.shape(0).dim(1));
        return List.of(values.type(0).withShape(shape), new TensorType(DataType.INT64, shape));
    }

    /** LSTM, GRU and RNN: all states, the last state, of an LSTM the last cell. Recurrence: {@code [directions, …, hidden]}. */
    static List<TensorType> recurrent(NodeValues values, Operator.Opaque operator) {
        Shape input = values.shape(0);
        Shape recurrence = values.shape(2);
        if (input.rank() != 3 || recurrence.rank() != 3) {
            throw values.contradiction("do not both have 3 axes", 0, 2);
        }
        if (values.shape(1).rank() != 3) {
            throw values.contradiction("do not both have 3 axes", 0, 1);
        }
        Dim directions = recurrence.dim(0);
        Dim hidden = recurrence.dim(2);
        boolean batchFirst = whole(operator, "layout", 0) == 1;
        Dim batch = input.dim(batchFirst ? 0 : 1);
        List<Dim> all = batchFirst
                ? List.of(batch, input.dim(1), directions, hidden)
                : List.of(input.dim(0), directions, batch, hidden);
        List<Dim> last = batchFirst ? List.of(batch, directions, hidden) : List.of(directions, batch, hidden);
        TensorType state = values.type(0).withShape(new Shape(last));
        return List.of(values.type(0).withShape(new Shape(all)), state, state);
    }
}
