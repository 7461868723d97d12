package io.espalier.zoo.channels;

import io.espalier.zoo.channels.RewriteDraft.Bound;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reshape, Flatten, Squeeze and Unsqueeze: axes are split and merged. Runs of axes with equal products are treated apart;
 * within one, every element carries the identity of its channel, and identities are united until the survivors are a
 * product of sets, one an axis: a ragged remainder could not be written as a shape.
 */
final class ReshapeRules {
    /** Elements of a segment that are followed one by one; a larger one is not worth the memory and freezes. */
    private static final double MOST_ELEMENTS = 1 << 26;

    private final Propagation run;

    ReshapeRules(Propagation run) {
        this.run = run;
    }

    boolean reshape(Node node, Operator.Reshape operator) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        List<Dim> from = run.shapes.known(node.input(0)).dims();
        List<Dim> to = run.shapes.known(node.output()).dims();
        Axis[] result = run.plain(new Shape(to), "is mixed with others at %s".formatted(Propagation.place(node)));
        for (ReshapeSegment segment : ReshapeSegment.align(from, to)) {
            pass(node, segment, data, result, from, to);
        }
        if (operator.kind() == Operator.Reshape.Kind.RESHAPE
                && (Arrays.stream(result).anyMatch(axis -> !axis.isPlain()) || run.origins.isTainted(node.input(1)))) {
            rewriteTarget(node, operator, data, result, from, to);
        }
        run.define(node.output(), result);
        return true;
    }

    private void pass(Node node, ReshapeSegment segment, Axis[] data, Axis[] result, List<Dim> from, List<Dim> to) {
        if (segment.isOneToOne()) {
            result[segment.outputFrom()] = data[segment.inputFrom()];
            return;
        }
        int carrier = -1;
        boolean followed = segment.isKnown() && elementsOf(segment, from) <= MOST_ELEMENTS;
        for (int axis = segment.inputFrom(); axis < segment.inputTo(); axis++) {
            boolean channels = followed && !data[axis].isPlain() && data[axis].ids().length > 1;
            if (channels
                    && (carrier < 0 || from.get(axis).size() > from.get(carrier).size())) {
                carrier = axis;
            }
        }
        for (int axis = segment.inputFrom(); axis < segment.inputTo(); axis++) {
            if (axis != carrier) {
                run.freeze(data[axis], "is mixed with other axes at %s".formatted(Propagation.place(node)));
            }
        }
        if (carrier >= 0) {
            scatter(segment, elements(segment, data[carrier].ids(), carrier, from), result, to);
        }
    }

    private static double elementsOf(ReshapeSegment segment, List<Dim> from) {
        double elements = 1;
        for (Dim dim : from.subList(segment.inputFrom(), segment.inputTo())) {
            elements *= dim.size();
        }
        return elements;
    }

    /** The identity of each element of the segment, in memory order. */
    private int[] elements(ReshapeSegment segment, int[] ids, int carrier, List<Dim> from) {
        int inner = 1;
        int total = 1;
        for (int axis = segment.inputFrom(); axis < segment.inputTo(); axis++) {
            int size = Math.toIntExact(from.get(axis).size());
            total = Math.multiplyExact(total, size);
            inner = axis > carrier ? inner * size : inner;
        }
        int[] elements = new int[total];
        for (int i = 0; i < total; i++) {
            elements[i] = run.ids.find(ids[i / inner % ids.length]);
        }
        return elements;
    }

    /** Gives the identities to that output axis on which most of them stay apart, and unites the rest. */
    private void scatter(ReshapeSegment segment, int[] elements, Axis[] result, List<Dim> to) {
        int best = -1;
        int mostClasses = -1;
        int bestInner = 1;
        int inner = 1;
        for (int axis = segment.outputTo() - 1; axis >= segment.outputFrom(); axis--) {
            int size = Math.toIntExact(to.get(axis).size());
            if (size > 1) {
                int classes = size == elements.length ? size : classesWhenOn(elements, inner, size);
                if (classes > mostClasses) {
                    best = axis;
                    bestInner = inner;
                    mostClasses = classes;
                }
            }
            inner *= size;
        }
        if (best < 0) {
            return;
        }
        int size = Math.toIntExact(to.get(best).size());
        int[] ids = new int[size];
        Arrays.fill(ids, -1);
        for (int i = 0; i < elements.length; i++) {
            int position = i / bestInner % size;
            if (ids[position] < 0) {
                ids[position] = elements[i];
            } else {
                run.ids.union(ids[position], elements[i]);
            }
        }
        result[best] = Axis.of(ids);
    }

    /** How many classes stay apart when all elements of equal position on an axis are united. */
    private static int classesWhenOn(int[] elements, int inner, int size) {
        Map<Integer, Integer> numbers = new HashMap<>();
        ChannelIds trial = new ChannelIds();
        int[] local = new int[elements.length];
        for (int i = 0; i < elements.length; i++) {
            local[i] = numbers.computeIfAbsent(elements[i], id -> trial.fresh(1)[0]);
        }
        int[] first = new int[size];
        Arrays.fill(first, -1);
        for (int i = 0; i < elements.length; i++) {
            int position = i / inner % size;
            if (first[position] < 0) {
                first[position] = local[i];
            } else {
                trial.union(first[position], local[i]);
            }
        }
        return (int) Arrays.stream(first).map(trial::find).distinct().count();
    }

    /**
     * The target as constants: counts for cut axes, 0 or one -1 for free sizes. A target that cannot be written so stays
     * computed and freezes what it would get wrong.
     */
    private void rewriteTarget(
            Node node, Operator.Reshape operator, Axis[] data, Axis[] result, List<Dim> from, List<Dim> to) {
        IntegerConstant given = run.graph.constants().get(node.input(1));
        Longs original = given == null ? null : given.values();
        List<Bound> bounds = new ArrayList<>();
        int rests = 0;
        for (int axis = 0; axis < result.length; axis++) {
            Optional<Bound> bound = bound(operator, axis, original, data, result, from, to);
            if (bound.isEmpty()) {
                rests++;
            }
            bounds.add(bound.orElse(Bound.fixed(-1)));
        }
        if (rests > 1) {
            String reason = "the target of Reshape at %s has several free sizes".formatted(Propagation.place(node));
            for (Axis axis : result) {
                run.freeze(axis, reason);
            }
            run.freezeValue(node.input(0), reason);
            run.origins.freeze(node.input(1), reason);
            return;
        }
        List<Axis> causes = new ArrayList<>(List.of(result));
        causes.addAll(run.origins.axesOf(node.input(1)));
        run.rewrites.add(new RewriteDraft(RewriteDraft.Kind.INTEGERS, node.name(), 1, bounds, causes));
    }

    /** The entry of one axis; empty when only -1 will do. */
    private Optional<Bound> bound(
            Operator.Reshape operator,
            int axis,
            @Nullable Longs original,
            Axis[] data,
            Axis[] result,
            List<Dim> from,
            List<Dim> to) {
        boolean sameSize = axis < from.size() && from.get(axis).equals(to.get(axis)) && !operator.allowZero();
        if (original != null && original.at(axis) == -1) {
            return Optional.empty();
        }
        if (original != null && original.at(axis) == 0 && sameSize && run.same(data[axis], result[axis])) {
            return Optional.of(Bound.fixed(0));
        }
        if (!result[axis].isPlain()) {
            return Optional.of(Bound.all(result[axis]));
        }
        if (to.get(axis).isKnown()) {
            return Optional.of(Bound.fixed(to.get(axis).size()));
        }
        return sameSize ? Optional.of(Bound.fixed(0)) : Optional.empty();
    }
}
