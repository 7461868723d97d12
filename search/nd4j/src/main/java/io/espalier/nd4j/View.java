package io.espalier.nd4j;

import io.espalier.zoo.graph.Longs;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A value as operators see it: its sizes by axis, and where each axis lies in memory.
 *
 * @param value name in the plan
 * @param sizes by axis, the batch's among them
 * @param order of each axis, which axis of memory it is; memory is row-major over its own axes
 */
record View(String value, Longs sizes, List<Integer> order) {
    View {
        order = List.copyOf(order);
        if (order.size() != sizes.size()) {
            throw new IllegalArgumentException("The axes %s do not fit the sizes %s.".formatted(order, sizes));
        }
    }

    static View rowMajor(String value, Longs sizes) {
        return new View(value, sizes, IntStream.range(0, sizes.size()).boxed().toList());
    }

    /** {@code [n, c, h, w]} with the channels last in memory. */
    static View image(String value, int batch, Size size) {
        return new View(value, Longs.of(batch, size.channels(), size.height(), size.width()), List.of(0, 3, 1, 2));
    }

    int rank() {
        return sizes.size();
    }

    int elements() {
        return Math.toIntExact(sizes.product());
    }

    /** The axis, counted from the end when negative. */
    int axis(long axis) {
        int place = Math.toIntExact(axis < 0 ? axis + rank() : axis);
        if (place < 0 || place >= rank()) {
            throw new RefusedException("an axis (%d) that %s does not have".formatted(axis, sizes));
        }
        return place;
    }

    /** Sizes of the axes of memory. */
    Longs memorySizes() {
        long[] memory = new long[rank()];
        for (int axis = 0; axis < rank(); axis++) {
            memory[order.get(axis)] = sizes.at(axis);
        }
        return Longs.of(memory);
    }

    /** Whether memory is row-major; axes of size 1 may lie anywhere. */
    boolean isRowMajor() {
        return isOrdered(IntStream.range(0, rank()).boxed().toList());
    }

    /** Whether memory holds an image channels last; axes of size 1 may lie anywhere. */
    boolean isChannelsLast() {
        return rank() == 4 && isOrdered(List.of(0, 2, 3, 1));
    }

    /** Whether the axes, in this order, lie one behind the other in memory. */
    boolean isOrdered(List<Integer> axes) {
        int last = -1;
        for (int axis : axes) {
            if (sizes.at(axis) != 1) {
                if (order.get(axis) < last) {
                    return false;
                }
                last = order.get(axis);
            }
        }
        return true;
    }

    /** Another value of the same sizes and order. */
    View of(String other) {
        return new View(other, sizes, order);
    }

    /** The product of the sizes of axes. @param to not included */
    static int product(Longs sizes, int from, int to) {
        long product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= sizes.at(axis);
        }
        return Math.toIntExact(product);
    }
}
