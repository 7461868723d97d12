package io.espalier.nd4j;

/**
 * The innermost loops, over tiles of about a thousand numbers that fit the first cache. A tile is a whole number of
 * pixels, and vectors by channel are repeated over the tile, so every loop is element by element: the compiler turns
 * each into vector instructions, which it does not do for direct buffers or sums over an inner axis.
 */
final class FusedLoops {
    /** Takes every number but 0 to 1 or more when multiplied, the smallest aside. */
    private static final float STEEP = 1e38f;

    private FusedLoops() {}

    static void add(float[] sum, float[] part, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += part[i];
        }
    }

    /** {@code x = x · scale + shift}. */
    static void affine(float[] x, float[] scale, float[] shift, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = x[i] * scale[i] + shift[i];
        }
    }

    static void atLeast(float[] x, float low, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = Math.max(x[i], low);
        }
    }

    static void atMost(float[] x, float high, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = Math.min(x[i], high);
        }
    }

    /** Gradients where the output rests on the lower limit become 0. Arithmetic, because branches do not vectorize. */
    static void maskLow(float[] gradient, float[] output, float low, int length) {
        for (int i = 0; i < length; i++) {
            gradient[i] *= Math.min((output[i] - low) * STEEP, 1f);
        }
    }

    /** As {@link #maskLow} for the upper limit. */
    static void maskHigh(float[] gradient, float[] output, float high, int length) {
        for (int i = 0; i < length; i++) {
            gradient[i] *= Math.min((high - output[i]) * STEEP, 1f);
        }
    }

    /** Adds {@code x − centre} and its square. */
    static void moments(float[] x, float[] centre, float[] sum, float[] squares, int length) {
        for (int i = 0; i < length; i++) {
            float distance = x[i] - centre[i];
            sum[i] += distance;
            squares[i] += distance * distance;
        }
    }

    /** Adds the gradient and its product with {@code x − centre}. */
    static void gradientMoments(
            float[] gradient, float[] x, float[] centre, float[] sum, float[] products, int length) {
        for (int i = 0; i < length; i++) {
            float g = gradient[i];
            sum[i] += g;
            products[i] += g * (x[i] - centre[i]);
        }
    }

    /** {@code gradient = gradient · a + x · b + c}. */
    static void normGradient(float[] gradient, float[] x, float[] a, float[] b, float[] c, int length) {
        for (int i = 0; i < length; i++) {
            gradient[i] = gradient[i] * a[i] + x[i] * b[i] + c[i];
        }
    }
}
