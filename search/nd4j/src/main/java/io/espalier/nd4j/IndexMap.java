package io.espalier.nd4j;

import io.espalier.training.AxisPlaces;
import java.util.Arrays;

/**
 * Which number of an array each number of another one is: slices, padding, transposition, repetition. What holds for each
 * of the {@code outer} parts of both arrays is written once.
 */
final class IndexMap {
    private static final int NONE = AxisPlaces.NONE;

    private final int outer;
    private final int inLength;
    private final int[] sources;

    /**
     * @param outer parts of both arrays that are treated alike
     * @param inLength numbers of a part of the source
     * @param sources of each number of a part of the result, its place in the part of the source, or {@link AxisPlaces#NONE}
     */
    IndexMap(int outer, int inLength, int[] sources) {
        this.outer = outer;
        this.inLength = inLength;
        this.sources = sources;
    }

    int outer() {
        return outer;
    }

    /** {@code y[i] = x[source of i]} in the parts {@code from} to {@code to - 1}. */
    void gather(float[] x, float[] y, int from, int to) {
        for (int part = from; part < to; part++) {
            int in = part * inLength;
            int out = part * sources.length;
            for (int i = 0; i < sources.length; i++) {
                int source = sources[i];
                y[out + i] = source == NONE ? 0 : x[in + source];
            }
        }
    }

    /** {@code x[source of i] += y[i]} in the parts {@code from} to {@code to - 1}, after these are set to 0. */
    void scatter(float[] y, float[] x, int from, int to) {
        Arrays.fill(x, from * inLength, to * inLength, 0);
        for (int part = from; part < to; part++) {
            int in = part * inLength;
            int out = part * sources.length;
            for (int i = 0; i < sources.length; i++) {
                int source = sources[i];
                if (source != NONE) {
                    x[in + source] += y[out + i];
                }
            }
        }
    }
}
