package io.espalier.nd4j;

import io.espalier.training.AxisPlaces;
import io.espalier.zoo.graph.Longs;
import java.util.ArrayList;
import java.util.List;

/** Makes index maps from what happens to axes. */
final class IndexMaps {
    private IndexMaps() {}

    /**
     * Each axis by itself: slices, padding, repetition, choice.
     *
     * @param in sizes of the source
     * @param axes of each axis, the place in the source of each place of the result, or {@link AxisPlaces#NONE}
     */
    static IndexMap separable(Longs in, List<int[]> axes) {
        int first = isIdentity(axes.get(0), in.at(0)) ? 1 : 0;
        int outer = first == 1 ? in.intAt(0) : 1;
        return new IndexMap(outer, Math.toIntExact(in.product()) / outer, sources(in, axes, first));
    }

    /** Of each number of the result, its place in a source that is 1 long where the result repeats it. */
    static int[] broadcast(Longs in, Longs result) {
        List<int[]> axes = new ArrayList<>();
        for (int axis = 0; axis < result.size(); axis++) {
            axes.add(AxisPlaces.repeated(in.at(axis), result.at(axis)));
        }
        return sources(in, axes, 0);
    }

    private static int[] sources(Longs in, List<int[]> axes, int first) {
        int[] sources = {0};
        for (int axis = first; axis < axes.size(); axis++) {
            int[] places = axes.get(axis);
            int size = in.intAt(axis);
            int[] next = new int[Math.multiplyExact(sources.length, places.length)];
            for (int i = 0; i < sources.length; i++) {
                for (int j = 0; j < places.length; j++) {
                    boolean none = sources[i] == AxisPlaces.NONE || places[j] == AxisPlaces.NONE;
                    next[i * places.length + j] = none ? AxisPlaces.NONE : sources[i] * size + places[j];
                }
            }
            sources = next;
        }
        return sources;
    }

    private static boolean isIdentity(int[] places, long size) {
        if (places.length != size) {
            return false;
        }
        for (int i = 0; i < places.length; i++) {
            if (places[i] != i) {
                return false;
            }
        }
        return true;
    }

    /**
     * The axes in another order.
     *
     * @param in sizes of the source
     * @param axes of each axis of the result, which axis of the source it is
     */
    static IndexMap transposed(Longs in, List<Integer> axes) {
        int rank = in.size();
        long[] strides = new long[rank];
        long stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= in.at(axis);
        }
        int first = rank > 0 && axes.get(0) == 0 ? 1 : 0;
        int[] sources = {0};
        for (int i = first; i < rank; i++) {
            int size = in.intAt(axes.get(i));
            int[] next = new int[Math.multiplyExact(sources.length, size)];
            for (int at = 0; at < sources.length; at++) {
                for (int j = 0; j < size; j++) {
                    next[at * size + j] = sources[at] + Math.toIntExact(j * strides[axes.get(i)]);
                }
            }
            sources = next;
        }
        int outer = first == 1 ? in.intAt(0) : 1;
        return new IndexMap(outer, Math.toIntExact(in.product()) / outer, sources);
    }
}
