package io.espalier.zoo.graph;

import java.util.List;
import java.util.Optional;

/** The bounds of a Slice, one entry a sliced axis. */
record SliceBounds(List<Integer> axes, List<Dim> starts, List<Dim> ends, Longs steps) {
    /** Bounds from here on mean "to the end". */
    private static final long HUGE = Integer.MAX_VALUE;

    /** Empty when bounds, axes or steps do not follow from structure. */
    static Optional<SliceBounds> of(NodeValues values, int rank) {
        Optional<List<Dim>> starts = values.integers(1);
        Optional<List<Dim>> ends = values.integers(2);
        if (starts.isEmpty() || ends.isEmpty()) {
            return Optional.empty();
        }
        int count = starts.get().size();
        Optional<long[]> axes = values.has(3) ? values.numbers(3) : Optional.of(PartRules.allAxes(count));
        Optional<long[]> steps = values.has(4)
                ? values.numbers(4)
                : Optional.of(Longs.repeat(1, count).toArray());
        if (axes.isEmpty() || steps.isEmpty()) {
            return Optional.empty();
        }
        if (ends.get().size() != count || axes.get().length != count || steps.get().length != count) {
            throw values.contradiction("its starts %s, ends %s, axes %s and steps %s differ in number"
                    .formatted(starts.get(), ends.get(), Longs.of(axes.get()), Longs.of(steps.get())));
        }
        List<Integer> positive = Longs.of(axes.get()).stream()
                .mapToObj(axis -> values.axis(axis, rank))
                .toList();
        for (long step : steps.get()) {
            if (step == 0) {
                throw values.contradiction("one of its steps is 0");
            }
        }
        return Optional.of(new SliceBounds(positive, starts.get(), ends.get(), Longs.of(steps.get())));
    }

    int count() {
        return axes.size();
    }

    int axis(int i) {
        return axes.get(i);
    }

    /** The size that is left of {@code whole} on axis {@code i}; {@code unknown} when that depends on a free size. */
    Dim size(int i, Dim whole, Dim unknown) {
        if (whole.isKnown() && starts.get(i).isKnown() && ends.get(i).isKnown()) {
            return Dim.of(known(i, whole.size())[1]);
        }
        return keepsAll(i, whole) ? whole : unknown;
    }

    private boolean keepsAll(int i, Dim whole) {
        Dim start = starts.get(i);
        Dim end = ends.get(i);
        if (steps.at(i) == 1) {
            return start.equals(Dim.of(0)) && (end.equals(whole) || (end.isKnown() && end.size() >= HUGE));
        }
        boolean fromLast = start.isKnown() && (start.size() == -1 || start.size() >= HUGE);
        return steps.at(i) == -1 && fromLast && end.isKnown() && end.size() <= -HUGE;
    }

    /** First element and number of elements that are left of {@code size} on axis {@code i}, whose bounds are known. */
    long[] known(int i, long size) {
        long step = steps.at(i);
        long start = clamp(starts.get(i).size(), size, 0, step > 0 ? size : size - 1);
        long end = clamp(ends.get(i).size(), size, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
        long span = step > 0 ? end - start : start - end;
        long stride = Math.abs(step);
        return new long[] {start, span <= 0 ? 0 : (span + stride - 1) / stride};
    }

    private static long clamp(long bound, long size, long min, long max) {
        long positive = bound < 0 ? bound + size : bound;
        return Math.max(min, Math.min(max, positive));
    }
}
