package io.espalier.zoo.prune;

/** Half-precision numbers, which Java 17 does not convert. */
final class Halves {
    private static final int EXPONENT_SHIFT = 112;

    private Halves() {}

    /** The nearest half of a number of ordinary size; tiny ones become 0. */
    static short of(float value) {
        int bits = Float.floatToIntBits(value);
        int exponent = ((bits >> 23) & 0xff) - EXPONENT_SHIFT;
        int sign = (bits >> 16) & 0x8000;
        if (exponent <= 0) {
            return (short) sign;
        }
        int rounded = (exponent << 10) + (((bits & 0x7fffff) + 0x1000) >> 13);
        return (short) (sign | Math.min(rounded, 0x7c00));
    }

    static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0) {
            return Math.copySign(mantissa * 0x1p-24f, Float.intBitsToFloat(sign | 0x3f800000));
        }
        int wide = exponent == 0x1f ? 0xff : exponent + EXPONENT_SHIFT;
        return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
    }
}
