package io.espalier.zoo.channels;

import io.espalier.zoo.graph.Dim;
import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of a shape with free ones such as {@code 4*N} taken apart into {@code N} and {@code 4}, as if they were two
 * axes, the free one outside: what an attention's heads are when a batch of them is one axis.
 *
 * @param dims the sizes taken apart
 * @param axes the axis of the shape that each belongs to
 */
record FreeFactors(List<Dim> dims, List<Integer> axes) {

    static FreeFactors of(List<Dim> sizes) {
        List<Dim> dims = new ArrayList<>();
        List<Integer> axes = new ArrayList<>();
        for (int axis = 0; axis < sizes.size(); axis++) {
            Dim size = sizes.get(axis);
            if (!size.isKnown() && size.factor() > 1) {
                dims.add(size.rest());
                dims.add(Dim.of(size.factor()));
                axes.add(axis);
            } else {
                dims.add(size);
            }
            axes.add(axis);
        }
        return new FreeFactors(dims, axes);
    }

    private boolean isInner(int i) {
        return i > 0 && axes.get(i).equals(axes.get(i - 1));
    }

    private boolean isOuter(int i) {
        return i + 1 < dims.size() && isInner(i + 1);
    }

    /** The axes taken apart: what an axis repeats is on its inner part. */
    Axis[] split(Axis[] data) {
        Axis[] parts = new Axis[dims.size()];
        for (int i = 0; i < parts.length; i++) {
            Axis axis = data[axes.get(i)];
            if (isOuter(i)) {
                parts[i] = Axis.plain(axis.reason());
            } else {
                parts[i] = isInner(i) && axis.isRepeated() ? Axis.of(axis.carried()) : axis;
            }
        }
        return parts;
    }

    /** The reverse of {@link #split}. */
    Axis[] join(Axis[] parts, int rank) {
        Axis[] joined = new Axis[rank];
        for (int i = 0; i < parts.length; i++) {
            boolean repeated = isInner(i) && !parts[i].isPlain();
            joined[axes.get(i)] = repeated ? Axis.repeated(parts[i].ids(), "is repeated by a free size") : parts[i];
        }
        return joined;
    }
}
