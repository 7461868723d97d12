package io.espalier.zoo.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** NumPy broadcasting of shapes with symbols. */
final class Broadcasting {
    private static final Dim ONE = Dim.of(1);

    private Broadcasting() {}

    /** The common shape, aligned at the last axis; empty when known sizes differ and neither is 1. */
    static Optional<Shape> of(Shape left, Shape right) {
        if (left.equals(right)) {
            return Optional.of(left);
        }
        int rank = Math.max(left.rank(), right.rank());
        List<Dim> dims = new ArrayList<>(rank);
        for (int axis = 0; axis < rank; axis++) {
            int fromLeft = axis - rank + left.rank();
            int fromRight = axis - rank + right.rank();
            Dim a = fromLeft < 0 ? ONE : left.dim(fromLeft);
            Dim b = fromRight < 0 ? ONE : right.dim(fromRight);
            if (a.equals(ONE)) {
                dims.add(b);
            } else if (b.equals(ONE)) {
                dims.add(a);
            } else {
                Optional<Dim> same = same(a, b);
                if (same.isEmpty()) {
                    return Optional.empty();
                }
                dims.add(same.get());
            }
        }
        return Optional.of(new Shape(dims));
    }

    /** The size that both must be: the better known of the two; empty when they are different numbers. */
    static Optional<Dim> same(Dim left, Dim right) {
        if (left.equals(right)) {
            return Optional.of(left);
        }
        if (left.isKnown()) {
            return right.isKnown() ? Optional.empty() : Optional.of(left);
        }
        return Optional.of(right.isKnown() || DimMath.isUnknown(left) ? right : left);
    }

    /** Whether two shapes may be the same at run time. */
    static boolean compatible(Shape left, Shape right) {
        if (left.rank() != right.rank()) {
            return false;
        }
        for (int axis = 0; axis < left.rank(); axis++) {
            if (same(left.dim(axis), right.dim(axis)).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
