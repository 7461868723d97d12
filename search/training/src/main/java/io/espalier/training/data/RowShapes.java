package io.espalier.training.data;

import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Shape;

/** Shapes of tensors that hold one example a row. */
final class RowShapes {
    private RowShapes() {}

    /** Whether rows of {@code stored} are what {@code declared} wants; the first sizes may differ. */
    static boolean fit(Shape declared, Longs stored) {
        boolean fits = declared.rank() == stored.size();
        for (int axis = 1; fits && axis < stored.size(); axis++) {
            Dim dim = declared.dim(axis);
            fits = !dim.isKnown() || dim.size() == stored.at(axis);
        }
        return fits;
    }
}
