package io.espalier.training.data;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Rows of arrays: those that are called as the model's inputs are read by it, in the type that it declares; all others are
 * targets.
 */
public final class ArrayExamples implements Examples {
    private static final Set<DataType> WHOLE =
            Set.of(DataType.INT64, DataType.INT32, DataType.INT8, DataType.UINT8, DataType.BOOL);

    private final ArrayTable table;
    private final List<GraphValue> inputs;
    private final int[] rows;

    private ArrayExamples(ArrayTable table, List<GraphValue> inputs, int[] rows) {
        this.table = table;
        this.inputs = List.copyOf(inputs);
        this.rows = rows;
    }

    /**
     * All rows, for a model of these inputs.
     *
     * @throws InvalidDataException when an input has no array, or one of another shape or type
     */
    public static ArrayExamples of(ArrayTable table, List<GraphValue> inputs) {
        ArrayExamples all = new ArrayExamples(
                table, inputs, IntStream.range(0, table.size()).toArray());
        all.requireFit(inputs, List.of());
        return all;
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public int views() {
        return 1;
    }

    @Override
    public String presentation() {
        return "arrays as they are";
    }

    @Override
    public Map<String, TensorType> targets() {
        Map<String, TensorType> targets = new LinkedHashMap<>();
        new TreeMap<>(table.arrays()).forEach((name, array) -> {
            if (inputs.stream().noneMatch(input -> input.name().equals(name))) {
                Shape shape = Shape.of(array.shape().toArray()).with(0, Dim.symbol("N"));
                targets.put(name, new TensorType(array.dataType(), shape));
            }
        });
        return targets;
    }

    @Override
    public ArrayExamples subset(int... indices) {
        return new ArrayExamples(
                table, inputs, IntStream.of(indices).map(index -> rows[index]).toArray());
    }

    @Override
    public ArrayExamples augmented(Augmentation augmentation) {
        return this;
    }

    @Override
    public Batch batch(int[] indices, int[] viewNumbers) {
        Longs wanted =
                Longs.of(IntStream.of(indices).mapToLong(index -> rows[index]).toArray());
        Map<String, Tensor> read = new LinkedHashMap<>();
        Map<String, Tensor> targets = new LinkedHashMap<>(table.rows(wanted));
        for (GraphValue input : inputs) {
            Tensor stored = targets.remove(input.name());
            if (stored == null) {
                throw new IllegalStateException("The array (%s) was there.".formatted(input.name()));
            }
            read.put(input.name(), as(input.type().dataType(), stored));
        }
        return new Batch(read, targets);
    }

    @Override
    public void requireFit(List<GraphValue> read, List<GraphValue> outputs) {
        for (GraphValue input : read) {
            NumberArray array = table.arrays().get(input.name());
            if (array == null) {
                throw new InvalidDataException(
                        "The data has no array for the input (%s), but %s.%nMaybe rename its file."
                                .formatted(input.name(), new TreeMap<>(table.arrays()).keySet()));
            }
            if (!holds(input.type().dataType(), array)
                    || !RowShapes.fit(input.type().shape(), array.shape())) {
                throw new InvalidDataException(
                        "The array (%s) holds %s %s, but the model reads %s %s.%nMaybe the data is not that of this model."
                                .formatted(
                                        input.name(),
                                        array.dataType(),
                                        array.shape(),
                                        input.type().dataType(),
                                        input.type().shape()));
            }
        }
    }

    private static boolean holds(DataType declared, NumberArray array) {
        return declared == DataType.FLOAT || array.dataType() == DataType.INT64 && WHOLE.contains(declared);
    }

    /** The same numbers in another type. */
    private static Tensor as(DataType type, Tensor stored) {
        if (stored.dataType() == type) {
            return stored;
        }
        if (type == DataType.FLOAT) {
            return Tensor.ofFloats(stored.shape(), Numbers.floats(stored));
        }
        long[] numbers = stored.longs();
        if (type == DataType.INT32) {
            int[] values = new int[numbers.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.toIntExact(numbers[i]);
            }
            return Tensor.ofInts(stored.shape(), values);
        }
        byte[] values = new byte[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) numbers[i];
        }
        return Tensor.ofBytes(type, stored.shape(), values);
    }
}
