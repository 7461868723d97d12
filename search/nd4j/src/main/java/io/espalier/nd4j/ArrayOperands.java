package io.espalier.nd4j;

import io.espalier.zoo.graph.Longs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Plans functions of the numbers of one array, or of two with broadcasting. */
final class ArrayOperands {
    private final TapePlanner plan;

    ArrayOperands(TapePlanner plan) {
        this.plan = plan;
    }

    /** @param output value of the graph that the result is part of */
    View apply(String output, View in, Pointwise function) {
        String out = plan.fresh(output);
        plan.add(new Step.Apply(in.value(), out, plan.formOf(in).size(), function));
        return in.of(out);
    }

    /**
     * The larger operand keeps its memory as it is; the other one is brought into the same order.
     *
     * @param output value of the graph that the result is part of
     */
    View combine(String output, Arithmetic function, View left, View right) {
        boolean first = left.elements() >= right.elements();
        View large = first ? left : right;
        View small = first ? right : left;
        if (large.rank() < small.rank()) {
            large = plan.rowMajor(large);
            large = View.rowMajor(large.value(), padded(large.sizes(), small.rank()));
        }
        View fitted = fit(small, large);
        View a = first ? large : fitted;
        View b = first ? fitted : large;
        Longs sizes = broadcast(a.sizes(), b.sizes());
        View out = new View(plan.fresh(output), sizes, large.order());
        plan.add(new Step.Combine(
                function, a.value(), a.memorySizes(), b.value(), b.memorySizes(), out.value(), out.memorySizes()));
        return out;
    }

    /** With as many axes as {@code like}, and in its order. */
    private View fit(View view, View like) {
        View wide = view;
        if (view.rank() < like.rank()) {
            wide = plan.rowMajor(view);
            wide = View.rowMajor(wide.value(), padded(wide.sizes(), like.rank()));
        }
        if (wide.order().equals(like.order())) {
            return wide;
        }
        List<Integer> axes = new ArrayList<>(Collections.nCopies(like.rank(), 0));
        for (int axis = 0; axis < like.rank(); axis++) {
            axes.set(like.order().get(axis), axis);
        }
        boolean inPlace = wide.isOrdered(axes);
        return inPlace ? new View(wide.value(), wide.sizes(), like.order()) : plan.reordered(wide, axes);
    }

    /** The sizes behind as many of 1 as are missing. */
    static Longs padded(Longs sizes, int rank) {
        long[] padded = new long[rank];
        int missing = rank - sizes.size();
        for (int axis = 0; axis < rank; axis++) {
            padded[axis] = axis < missing ? 1 : sizes.at(axis - missing);
        }
        return Longs.of(padded);
    }

    /** @throws RefusedException when they do not fit */
    static Longs broadcast(Longs a, Longs b) {
        long[] sizes = a.toArray();
        for (int axis = 0; axis < sizes.length; axis++) {
            UntrainedOperators.require(
                    a.at(axis) == b.at(axis) || a.at(axis) == 1 || b.at(axis) == 1, "operands that do not fit");
            sizes[axis] = Math.max(a.at(axis), b.at(axis));
        }
        return Longs.of(sizes);
    }
}
