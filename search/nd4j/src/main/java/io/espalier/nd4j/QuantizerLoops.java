package io.espalier.nd4j;

/** The innermost loops of quantizers; as in {@link FusedLoops}, each becomes vector instructions. */
final class QuantizerLoops {
    /** Added and taken away, it rounds numbers far below it to whole ones, ties to even. */
    private static final float ROUNDING = 3 << 22;
    /** Takes every number but 0 to 1 or more when multiplied, the smallest aside. */
    private static final float STEEP = 1e38f;

    private QuantizerLoops() {}

    /** {@code x = step · round(clip(x / step))}. */
    static void round(float[] x, float step, float lowest, float highest, int length) {
        for (int i = 0; i < length; i++) {
            float level = Math.min(Math.max(x[i] / step, lowest), highest);
            x[i] = (level + ROUNDING - ROUNDING) * step;
        }
    }

    /** Makes gradients 0 where x was clipped, and adds each one's part of the gradient by the step. */
    static void gradient(
            float[] gradient, float[] x, float step, float lowest, float highest, float[] byStep, int length) {
        for (int i = 0; i < length; i++) {
            float v = x[i] / step;
            float level = Math.min(Math.max(v, lowest), highest);
            float inside = 1 - Math.min(Math.abs(v - level) * STEEP, 1f);
            byStep[i] += gradient[i] * (level + ROUNDING - ROUNDING - v * inside);
            gradient[i] *= inside;
        }
    }
}
