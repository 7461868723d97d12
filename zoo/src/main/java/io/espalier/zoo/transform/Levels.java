package io.espalier.zoo.transform;

import io.espalier.zoo.graph.DataType;

/**
 * The whole numbers that a quantizer may give, counted from the code of 0: the value {@code n · scale} for {@code n} from
 * {@code lowest} to {@code highest}.
 *
 * @param lowest 0 or less
 * @param highest over {@code lowest}
 */
public record Levels(int lowest, int highest) {
    private static final int NARROWEST = 2;
    private static final int WIDEST = 8;

    public Levels {
        if (lowest > 0 || highest <= lowest) {
            throw new IllegalArgumentException(
                    "Levels from %d to %d must begin at 0 or below and be two or more.".formatted(lowest, highest));
        }
    }

    /**
     * Of weights: symmetric, so that the sign of a batch normalization that is folded in finds its level; {@code -7 to 7} at 4
     * bits, and -1, 0, 1 at 2.
     *
     * @param bits 2 to 8
     */
    public static Levels ofWeights(int bits) {
        int most = (1 << (checked(bits) - 1)) - 1;
        return new Levels(-most, most);
    }

    /**
     * Of activations: all {@code 2^bits} codes of an unsigned number.
     *
     * @param bits 2 to 8
     * @param zeroPoint the code of 0, from 0 to the greatest code
     */
    static Levels ofActivations(int bits, int zeroPoint) {
        return new Levels(-zeroPoint, (1 << checked(bits)) - 1 - zeroPoint);
    }

    private static int checked(int bits) {
        if (bits < NARROWEST || bits > WIDEST) {
            throw new IllegalArgumentException(
                    "A width of %d bits must be %d to %d.".formatted(bits, NARROWEST, WIDEST));
        }
        return bits;
    }

    /** All codes of a stored type. @param zeroPoint the code of 0 */
    static Levels ofStorage(DataType type, int zeroPoint) {
        return switch (type) {
            case UINT8 -> new Levels(-zeroPoint, 255 - zeroPoint);
            case INT8 -> new Levels(-128 - zeroPoint, 127 - zeroPoint);
            default -> throw new IllegalArgumentException("Codes of type %s are not quantized values.".formatted(type));
        };
    }

    /** The nearest level of a number, ties to even, as QuantizeLinear rounds. */
    public float nearest(float x, float scale) {
        return (float) Math.rint(Math.min(Math.max(x / scale, lowest), highest));
    }
}
