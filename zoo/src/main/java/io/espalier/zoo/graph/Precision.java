package io.espalier.zoo.graph;

/**
 * The number formats of a kernel.
 *
 * @param weightBits bits of a weight: 32 for float, 16 for half floats where activations are 16, too, else the width of
 *     the integers
 * @param activationBits bits of an activation
 */
public record Precision(int weightBits, int activationBits) {
    public static final Precision FP32 = new Precision(32, 32);
    public static final Precision FP16 = new Precision(16, 16);
    public static final Precision INT8 = new Precision(8, 8);

    public Precision {
        if (weightBits < 1 || weightBits > 32 || activationBits < 1 || activationBits > 32) {
            throw new IllegalArgumentException(
                    "Weight bits (%d) and activation bits (%d) must be 1 to 32.".formatted(weightBits, activationBits));
        }
    }

    /** Whether both weights and activations are floating-point numbers. */
    public boolean isFloat() {
        return equals(FP32) || equals(FP16);
    }

    /** {@code fp32}, {@code fp16}, {@code int8}, else {@code w4a8} and the like. */
    @Override
    public String toString() {
        if (equals(FP32)) {
            return "fp32";
        }
        if (equals(FP16)) {
            return "fp16";
        }
        if (equals(INT8)) {
            return "int8";
        }
        return "w%da%d".formatted(weightBits, activationBits);
    }
}
