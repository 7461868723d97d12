package io.espalier.zoo.repair;

import io.espalier.zoo.graph.Longs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Which rows of a layer's inputs are looked at, and the rows themselves with a 1 behind each. */
final class SampledRows {
    /** Samples a column, spread over this many images. */
    private static final int ROWS_A_COLUMN = 24;

    private static final int IMAGES = 512;
    private static final int LEAST_ROWS_AN_IMAGE = 8;
    /** So few that they stay in the second cache while every row of the products is gone through. */
    private static final int CHUNK = 64;

    private SampledRows() {}

    static int[] choose(LinearLayer layer, Longs shape, SplittableRandom random) {
        int all = layer.windows().rows(shape);
        int anImage = Math.max(LEAST_ROWS_AN_IMAGE, ROWS_A_COLUMN * layer.columns() / IMAGES);
        int wanted = (int) Math.min(all, shape.at(0) * anImage);
        int[] chosen = new int[wanted];
        Arrays.setAll(chosen, i -> wanted == all ? i : random.nextInt(all));
        return chosen;
    }

    static List<int[]> chunks(int[] chosen) {
        List<int[]> chunks = new ArrayList<>();
        for (int from = 0; from < chosen.length; from += CHUNK) {
            chunks.add(Arrays.copyOfRange(chosen, from, Math.min(chosen.length, from + CHUNK)));
        }
        return chunks;
    }

    /** The chosen rows of one group, one after the other. */
    static double[] of(LinearLayer layer, int group, float[] data, Longs shape, int[] chosen) {
        int size = layer.columns() + 1;
        double[] rows = new double[chosen.length * size];
        for (int i = 0; i < chosen.length; i++) {
            int offset = i * size;
            layer.windows().copy(data, shape, chosen[i], group * layer.inputs(), layer.inputs(), rows, offset);
            rows[offset + size - 1] = 1;
        }
        return rows;
    }

    /**
     * By how much sums that a convolution's outputs are part of change from one to the other, in the chosen rows.
     *
     * @param shape of both
     */
    static double[] changes(float[] from, float[] to, Longs shape, int[] chosen) {
        int channels = shape.intAt(1);
        int places = from.length / shape.intAt(0) / channels;
        double[] changes = new double[chosen.length * channels];
        for (int i = 0; i < chosen.length; i++) {
            int first = chosen[i] / places * channels * places + chosen[i] % places;
            for (int channel = 0; channel < channels; channel++) {
                int at = first + channel * places;
                changes[i * channels + channel] = (double) to[at] - from[at];
            }
        }
        return changes;
    }
}
