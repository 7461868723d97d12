package io.espalier.zoo.prune;

import java.util.Arrays;

/** What a cut leaves of the axes of weights and values. */
@FunctionalInterface
public interface KeptPositions {
    /**
     * The positions that stay, ascending.
     *
     * @param value name of a weight or computed value
     * @param size of the uncut axis
     */
    int[] of(String value, int axis, int size);

    /**
     * The same cut as seen from a milder one: what it leaves of what that one left.
     *
     * @param milder keeps all that this one keeps
     * @param whole the sizes of axes that neither has cut
     */
    default KeptPositions within(KeptPositions milder, AxisSizes whole) {
        return (value, axis, size) -> {
            int uncut = whole.of(value, axis);
            int[] left = milder.of(value, axis, uncut);
            return Arrays.stream(of(value, axis, uncut))
                    .map(position -> place(left, position, value))
                    .toArray();
        };
    }

    /** The sizes of the axes of weights. */
    @FunctionalInterface
    interface AxisSizes {
        int of(String value, int axis);
    }

    private static int place(int[] left, int position, String value) {
        int place = Arrays.binarySearch(left, position);
        if (place < 0) {
            throw new IllegalArgumentException(
                    "The milder cut does not keep position %d of (%s).".formatted(position, value));
        }
        return place;
    }
}
