package io.espalier.training.data;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An array of numbers on disk or in memory, row by row; floating-point numbers of other widths are read as FLOAT, whole
 * numbers as INT64. Thread-safe.
 */
public final class NumberArray {
    private final DataType stored;
    private final Longs shape;
    private final ByteBuffer bytes;
    private final int rowBytes;

    /** @param bytes little-endian, row-major */
    NumberArray(DataType stored, Longs shape, ByteBuffer bytes) {
        this.stored = stored;
        this.shape = shape;
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        rowBytes = Math.toIntExact(stored.bytes(shape.product() / Math.max(1, shape.at(0))));
    }

    /** Its first size is the number of rows. */
    public Longs shape() {
        return shape;
    }

    /** FLOAT or INT64. */
    public DataType dataType() {
        return stored.isFloatingPoint() ? DataType.FLOAT : DataType.INT64;
    }

    /** Some rows, one after the other. */
    public Tensor rows(Longs indices) {
        Longs sizes = shape.with(0, indices.size());
        int count = Math.toIntExact(sizes.product());
        int rowLength = count / Math.max(1, indices.size());
        if (dataType() == DataType.FLOAT) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) real(at(indices, i, rowLength));
            }
            return Tensor.ofFloats(sizes, values);
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = whole(at(indices, i, rowLength));
        }
        return Tensor.ofLongs(sizes, values);
    }

    private int at(Longs indices, int number, int rowLength) {
        long row = indices.at(number / rowLength);
        if (row < 0 || row >= shape.at(0)) {
            throw new IndexOutOfBoundsException("There is no row %d among %d.".formatted(row, shape.at(0)));
        }
        return Math.toIntExact(row * rowBytes + (long) (number % rowLength) * stored.bits() / Byte.SIZE);
    }

    private double real(int at) {
        return switch (stored) {
            case FLOAT -> bytes.getFloat(at);
            case DOUBLE -> bytes.getDouble(at);
            case FLOAT16 -> half(bytes.getShort(at));
            default -> throw new IllegalStateException("The array holds %s.".formatted(stored));
        };
    }

    /** IEEE 754 binary16. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        double size = switch (exponent) {
            case 0 -> Math.scalb((double) mantissa, -24);
            case 0x1f -> mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb(1024.0 + mantissa, exponent - 25);
        };
        return bits < 0 ? -size : size;
    }

    private long whole(int at) {
        return switch (stored) {
            case INT64 -> bytes.getLong(at);
            case INT32 -> bytes.getInt(at);
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt(at));
            case INT16 -> bytes.getShort(at);
            case UINT16 -> Short.toUnsignedLong(bytes.getShort(at));
            case INT8 -> bytes.get(at);
            case UINT8, BOOL -> Byte.toUnsignedLong(bytes.get(at));
            default -> throw new IllegalStateException("The array holds %s.".formatted(stored));
        };
    }
}
