package io.espalier.zoo.weights;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * An immutable tensor: raw little-endian elements in row-major order, as ONNX files and runtimes hold them. Thread-safe.
 */
public final class Tensor {
    private final DataType dataType;
    private final Longs shape;
    private final ByteBuffer bytes;

    private Tensor(DataType dataType, Longs shape, ByteBuffer bytes) {
        this.dataType = dataType;
        this.shape = shape;
        this.bytes = bytes;
        long expected = dataType.bytes(shape.product());
        if (bytes.remaining() != expected) {
            throw new IllegalArgumentException("A %s tensor of shape %s has %d bytes, not %d."
                    .formatted(dataType, shape, expected, bytes.remaining()));
        }
    }

    /** Wraps {@code bytes} (from position to limit), which must not change afterwards. */
    public static Tensor of(DataType dataType, Longs shape, ByteBuffer bytes) {
        return new Tensor(dataType, shape, bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** A FLOAT tensor with a copy of {@code values}. */
    public static Tensor ofFloats(Longs shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Tensor(DataType.FLOAT, shape, bytes);
    }

    /** An INT64 tensor with a copy of {@code values}. */
    public static Tensor ofLongs(Longs shape, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return new Tensor(DataType.INT64, shape, bytes);
    }

    /** An INT32 tensor with a copy of {@code values}. */
    public static Tensor ofInts(Longs shape, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return new Tensor(DataType.INT32, shape, bytes);
    }

    /** A tensor of 8-bit elements ({@code INT8}, {@code UINT8} or {@code BOOL}) with a copy of {@code values}. */
    public static Tensor ofBytes(DataType dataType, Longs shape, byte... values) {
        return new Tensor(dataType, shape, ByteBuffer.wrap(values.clone()).order(ByteOrder.LITTLE_ENDIAN));
    }

    public DataType dataType() {
        return dataType;
    }

    public Longs shape() {
        return shape;
    }

    public TensorType type() {
        return new TensorType(dataType, Shape.of(shape.toArray()));
    }

    public int elements() {
        return Math.toIntExact(shape.product());
    }

    /** A read-only little-endian view of all bytes. */
    public ByteBuffer bytes() {
        return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A read-only view of a FLOAT tensor. @throws IllegalStateException for another element type */
    public FloatBuffer floatBuffer() {
        if (dataType != DataType.FLOAT) {
            throw new IllegalStateException("The tensor holds %s, not FLOAT.".formatted(dataType));
        }
        return bytes().asFloatBuffer();
    }

    /** A copy of a FLOAT tensor's elements. @throws IllegalStateException for another element type */
    public float[] floats() {
        float[] values = new float[elements()];
        floatBuffer().get(values);
        return values;
    }

    /** A copy of an INT64, INT32, INT8, UINT8 or BOOL tensor's elements. */
    public long[] longs() {
        ByteBuffer view = bytes();
        long[] values = new long[elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (dataType) {
                case INT64 -> view.getLong();
                case INT32 -> view.getInt();
                case INT8 -> view.get();
                case UINT8, BOOL -> view.get() & 0xff;
                default -> throw new IllegalStateException("The tensor holds %s, not integers.".formatted(dataType));
            };
        }
        return values;
    }

    /** The same elements under another shape of as many elements. */
    public Tensor reshaped(Longs newShape) {
        return new Tensor(dataType, newShape, bytes);
    }

    /** Equal type, shape and bytes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that
                && dataType == that.dataType
                && shape.equals(that.shape)
                && bytes.equals(that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * dataType.hashCode() + shape.hashCode();
    }

    @Override
    public String toString() {
        return dataType + shape.toString();
    }
}
