package io.espalier.zoo.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.weights.Weights;

/** Counts what is not 0 in groups of neighbouring inputs, by indices along every axis: another way than the rule's own. */
public final class SparseGroups {
    private SparseGroups() {}

    /** Asserts that exactly {@code kept} of each {@code size} neighbouring inputs are not 0. */
    public static void requireKept(Weights weights, PrunableWeight weight, int kept, int size) {
        float[] values = weights.get(weight.name()).floats();
        int[] counts = new int[values.length];
        for (int place = 0; place < values.length; place++) {
            int[] index = index(place, weight);
            index[weight.inputAxis()] = index[weight.inputAxis()] / size * size;
            counts[place(index, weight)] += values[place] != 0 ? 1 : 0;
        }
        for (int place = 0; place < values.length; place++) {
            boolean begins = index(place, weight)[weight.inputAxis()] % size == 0;
            assertThat(counts[place]).as("%s at %d", weight.name(), place).isEqualTo(begins ? kept : 0);
        }
    }

    private static int[] index(int place, PrunableWeight weight) {
        int[] index = new int[weight.shape().size()];
        int left = place;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = left % weight.shape().intAt(axis);
            left /= weight.shape().intAt(axis);
        }
        return index;
    }

    private static int place(int[] index, PrunableWeight weight) {
        int place = 0;
        for (int axis = 0; axis < index.length; axis++) {
            place = place * weight.shape().intAt(axis) + index[axis];
        }
        return place;
    }
}
