package io.espalier.zoo.channels;

import io.espalier.zoo.channels.RewriteDraft.Bound;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Shape;
import java.util.Optional;
import java.util.stream.LongStream;

/** The bounds of a Slice, as given and clamped to the sizes of its data. */
final class SliceBounds {
    private final Longs starts;
    private final Longs ends;
    private final int[] axes;
    private final Longs steps;
    private final Shape shape;

    private SliceBounds(Longs starts, Longs ends, int[] axes, Longs steps, Shape shape) {
        this.starts = starts;
        this.ends = ends;
        this.axes = axes;
        this.steps = steps;
        this.shape = shape;
    }

    /** Empty when some bound is not known, or counts from the end of a free size in a way that matters. */
    static Optional<SliceBounds> of(Propagation run, Node node, Shape shape) {
        Optional<Longs> starts = run.knownIntegers(node.input(1));
        Optional<Longs> ends = run.knownIntegers(node.input(2));
        Optional<Longs> axes = node.hasInput(3)
                ? run.knownIntegers(node.input(3))
                : starts.map(given -> Longs.of(LongStream.range(0, given.size()).toArray()));
        Optional<Longs> steps = node.hasInput(4)
                ? run.knownIntegers(node.input(4))
                : starts.map(given -> Longs.repeat(1, given.size()));
        if (starts.isEmpty() || ends.isEmpty() || axes.isEmpty() || steps.isEmpty()) {
            return Optional.empty();
        }
        int[] absolute = axes.get().stream()
                .mapToInt(axis -> Math.toIntExact(axis < 0 ? axis + shape.rank() : axis))
                .toArray();
        return Optional.of(new SliceBounds(starts.get(), ends.get(), absolute, steps.get(), shape));
    }

    int count() {
        return axes.length;
    }

    int axis(int i) {
        return axes[i];
    }

    int step(int i) {
        return steps.intAt(i);
    }

    long givenStart(int i) {
        return starts.at(i);
    }

    long givenEnd(int i) {
        return ends.at(i);
    }

    private long size(int i) {
        Dim dim = shape.dim(axes[i]);
        return dim.isKnown() ? dim.size() : Long.MAX_VALUE;
    }

    int start(int i) {
        return (int) clamp(starts.at(i), size(i), step(i));
    }

    /** Behind the last position; -1 when a backward slice runs through position 0. */
    int end(int i) {
        return (int) clamp(ends.at(i), size(i), step(i) > 0 ? 1 : -1, step(i) < 0);
    }

    private static long clamp(long position, long size, int step) {
        long absolute = position < 0 ? position + size : position;
        return Math.max(0, Math.min(step > 0 ? size : size - 1, absolute));
    }

    private static long clamp(long position, long size, int direction, boolean backwards) {
        long absolute = position < 0 ? position + size : position;
        long lowest = backwards ? -1 : 0;
        return Math.max(lowest, Math.min(direction > 0 ? size : size - 1, absolute));
    }

    int length(int i) {
        int span = step(i) > 0 ? end(i) - start(i) : start(i) - end(i);
        int stride = Math.abs(step(i));
        return Math.max(0, (span + stride - 1) / stride);
    }

    /** Whether the slice keeps the axis as it is, whatever its size. */
    boolean isWhole(int i) {
        return step(i) == 1 && starts.at(i) == 0 && ends.at(i) >= size(i);
    }

    Bound startBound(int i, Axis axis) {
        int start = start(i);
        int phase = step(i) > 0 ? start % step(i) : 0;
        return step(i) > 0 ? Bound.shifted(axis, start - phase, phase) : Bound.last(axis, start + 1, start);
    }

    Bound endBound(int i, Axis axis) {
        int end = end(i);
        return step(i) > 0 ? Bound.range(axis, 0, end) : Bound.last(axis, end + 1, end < 0 ? Integer.MIN_VALUE : end);
    }
}
