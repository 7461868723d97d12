package io.espalier.search.testing;

import io.espalier.search.space.Decision;
import io.espalier.search.space.SearchSpace;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Spaces without a model. */
public final class Spaces {
    private Spaces() {}

    /** Some blocks, some widths of 8, 16, …, 64, and two precisions. */
    public static SearchSpace of(int blocks, int widths) {
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            decisions.add(new Decision.RemoveBlock("b" + i));
        }
        for (int i = 0; i < widths; i++) {
            decisions.add(new Decision.Width("g" + i, List.of(8, 16, 24, 32, 40, 48, 56, 64), Set.of()));
        }
        decisions.add(new Decision.ModelPrecision(List.of(Precision.INT8, Precision.FP32)));
        return new SearchSpace(decisions);
    }
}
