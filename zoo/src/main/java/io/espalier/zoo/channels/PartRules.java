package io.espalier.zoo.channels;

import io.espalier.zoo.channels.RewriteDraft.Bound;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Operators that cut an axis in parts or join parts: sub-arrays and concatenations of identities. */
final class PartRules {
    private final Propagation run;

    PartRules(Propagation run) {
        this.run = run;
    }

    boolean concat(Node node, Operator.Concat operator) {
        Shape output = run.shapes.known(node.output());
        int joined = operator.axis() < 0 ? operator.axis() + output.rank() : operator.axis();
        List<Axis[]> inputs = node.inputs().stream()
                .map(input -> run.axesOf(input).orElseThrow())
                .toList();
        Axis[] result = inputs.get(0).clone();
        for (int axis = 0; axis < result.length; axis++) {
            if (axis != joined) {
                for (Axis[] other : inputs.subList(1, inputs.size())) {
                    result[axis] = run.union(result[axis], other[axis]);
                }
            }
        }
        result[joined] = join(node, inputs.stream().map(axes -> axes[joined]).toList(), joined);
        run.define(node.output(), result);
        return true;
    }

    private Axis join(Node node, List<Axis> axes, int joined) {
        if (axes.stream().allMatch(Axis::isPlain)) {
            return axes.get(0);
        }
        int[][] parts = new int[axes.size()][];
        for (int i = 0; i < parts.length; i++) {
            Dim size = run.shapes.known(node.input(i)).dim(joined);
            if (!size.isKnown()) {
                axes.forEach(axis ->
                        run.freeze(axis, "is joined with a free size at %s".formatted(Propagation.place(node))));
                return Axis.plain("is joined with a free size at %s".formatted(Propagation.place(node)));
            }
            parts[i] = axes.get(i).isPlain()
                    ? frozen(size, axes.get(i).reason())
                    : axes.get(i).ids();
        }
        return Axis.of(Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray());
    }

    private int[] frozen(Dim size, String reason) {
        int[] ids = run.ids.fresh(Math.toIntExact(size.size()));
        for (int id : ids) {
            run.ids.freeze(id, reason);
        }
        return ids;
    }

    boolean split(Node node, Operator.Split operator) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        int axis = operator.axis() < 0 ? operator.axis() + data.length : operator.axis();
        List<Bound> sizes = new ArrayList<>();
        int from = 0;
        for (String output : node.outputs()) {
            Axis[] part = data.clone();
            Dim size =
                    output.isEmpty() ? Dim.symbol("") : run.shapes.known(output).dim(axis);
            if (!data[axis].isPlain()) {
                if (!size.isKnown()) {
                    run.freezeNode(node, "the parts of %s have no known sizes".formatted(Propagation.place(node)));
                    return true;
                }
                int to = from + Math.toIntExact(size.size());
                part[axis] = Axis.of(Arrays.copyOfRange(data[axis].ids(), from, to));
                sizes.add(Bound.range(data[axis], from, to));
                from = to;
            }
            run.define(output, part);
        }
        if (!data[axis].isPlain()) {
            List<Axis> causes = new ArrayList<>(List.of(data[axis]));
            causes.addAll(run.origins.axesOf(node.input(1)));
            run.rewrites.add(new RewriteDraft(RewriteDraft.Kind.SPLIT, node.name(), 1, sizes, causes));
        } else {
            run.origins.freeze(node.input(1), "sizes the parts of %s".formatted(Propagation.place(node)));
        }
        return true;
    }

    boolean slice(Node node) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        Shape shape = run.shapes.known(node.input(0));
        Optional<SliceBounds> known = SliceBounds.of(run, node, shape);
        boolean tainted =
                node.inputs().subList(1, node.inputs().size()).stream().anyMatch(run.origins::isTainted);
        if (known.isEmpty()) {
            freezeSlice(node, data, shape);
            return true;
        }
        SliceBounds bounds = known.get();
        Axis[] result = data.clone();
        boolean cut = false;
        for (int i = 0; i < bounds.count(); i++) {
            int axis = bounds.axis(i);
            if (!data[axis].isPlain() && !bounds.isWhole(i)) {
                result[axis] = part(node, data[axis], bounds, i);
                cut = true;
            } else if (!bounds.isWhole(i)) {
                result[axis] = Axis.plain(data[axis].reason());
            }
        }
        if (cut || tainted) {
            rewrite(node, data, bounds);
        }
        run.define(node.output(), result);
        return true;
    }

    /** Bounds that are free leave alone the axes that they do not concern. */
    private void freezeSlice(Node node, Axis[] data, Shape shape) {
        Shape output = run.shapes.known(node.output());
        Axis[] result = run.plain(output, "is sliced by computed bounds at %s".formatted(Propagation.place(node)));
        Optional<Longs> axes = node.hasInput(3) ? run.knownIntegers(node.input(3)) : Optional.empty();
        for (int axis = 0; axis < data.length; axis++) {
            int here = axis;
            boolean untouched =
                    axes.isPresent() && axes.get().stream().noneMatch(each -> Math.floorMod(each, data.length) == here);
            if (untouched && shape.dim(axis).equals(output.dim(axis))) {
                result[axis] = data[axis];
            } else {
                run.freeze(data[axis], "is sliced by computed bounds at %s".formatted(Propagation.place(node)));
            }
        }
        for (String input : node.inputs().subList(1, node.inputs().size())) {
            run.origins.freeze(input, "bounds the slice at %s".formatted(Propagation.place(node)));
        }
        run.define(node.output(), result);
    }

    private Axis part(Node node, Axis data, SliceBounds bounds, int i) {
        int[] ids = data.ids();
        int step = bounds.step(i);
        if (step < -1) {
            run.freeze(data, "is sliced backwards with gaps at %s".formatted(Propagation.place(node)));
        }
        int count = bounds.length(i);
        int[] result = new int[count];
        for (int k = 0; k < count; k++) {
            int position = bounds.start(i) + k * step;
            result[k] = ids[position];
        }
        // Blocks of one step go as a whole, else the steps would drift.
        for (int position = 0; step > 1 && position < ids.length; position++) {
            run.ids.union(ids[position], ids[position - position % step]);
        }
        return Axis.of(result);
    }

    private void rewrite(Node node, Axis[] data, SliceBounds bounds) {
        List<Bound> starts = new ArrayList<>();
        List<Bound> ends = new ArrayList<>();
        List<Axis> causes = new ArrayList<>();
        for (int i = 0; i < bounds.count(); i++) {
            Axis axis = data[bounds.axis(i)];
            boolean plain = axis.isPlain() || bounds.isWhole(i);
            starts.add(plain ? Bound.fixed(bounds.givenStart(i)) : bounds.startBound(i, axis));
            ends.add(plain ? Bound.fixed(bounds.givenEnd(i)) : bounds.endBound(i, axis));
            causes.add(axis);
        }
        for (String input : node.inputs().subList(1, node.inputs().size())) {
            causes.addAll(run.origins.axesOf(input));
        }
        run.rewrites.add(new RewriteDraft(RewriteDraft.Kind.INTEGERS, node.name(), 1, starts, causes));
        run.rewrites.add(new RewriteDraft(RewriteDraft.Kind.INTEGERS, node.name(), 2, ends, causes));
    }
}
