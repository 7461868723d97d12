package io.espalier.zoo.testing;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.util.Map;

/** The elements of tensors of any numeric type, compared at the tolerance that holds everywhere. */
public final class TensorNumbers {
    private static final double TOLERANCE = 1e-4;
    /** Of half-precision numbers: their own precision, ten bits, with room for one rounding each way. */
    private static final double HALF_TOLERANCE = 2e-3;

    private TensorNumbers() {}

    /** Whether the names agree, and {@code max|y - r| <= 1e-4 * max(1, max|r|)} for every tensor. */
    public static boolean areClose(Map<String, Tensor> actual, Map<String, Tensor> reference) {
        return actual.keySet().containsAll(reference.keySet())
                && reference.entrySet().stream()
                        .allMatch(entry -> isClose(actual.get(entry.getKey()), entry.getValue()));
    }

    private static boolean isClose(Tensor actual, Tensor reference) {
        if (!actual.type().equals(reference.type())) {
            return false;
        }
        double[] y = of(actual);
        double[] r = of(reference);
        double largest = 1;
        double worst = 0;
        for (int i = 0; i < r.length; i++) {
            if (Double.compare(y[i], r[i]) != 0) {
                double distance = Math.abs(y[i] - r[i]);
                worst = Double.isNaN(distance) ? Double.POSITIVE_INFINITY : Math.max(worst, distance);
                largest = Double.isFinite(r[i]) ? Math.max(largest, Math.abs(r[i])) : largest;
            }
        }
        return worst <= (reference.dataType() == DataType.FLOAT16 ? HALF_TOLERANCE : TOLERANCE) * largest;
    }

    private static double[] of(Tensor tensor) {
        ByteBuffer bytes = tensor.bytes();
        double[] numbers = new double[tensor.elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (tensor.dataType()) {
                case FLOAT -> bytes.getFloat();
                case DOUBLE -> bytes.getDouble();
                case FLOAT16 -> half(bytes.getShort());
                case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort() << Short.SIZE);
                case INT64, UINT64 -> bytes.getLong();
                case INT32, UINT32 -> bytes.getInt();
                case INT16, UINT16 -> bytes.getShort();
                case INT8, UINT8, BOOL -> bytes.get();
                default ->
                    throw new IllegalArgumentException("%s is not compared by numbers.".formatted(tensor.dataType()));
            };
        }
        return numbers;
    }

    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude;
        if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            magnitude = exponent == 0 ? Math.scalb(fraction, -24) : Math.scalb(fraction + 0x400, exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
