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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reshape, Flatten, Squeeze and Unsqueeze: axes are split and merged. Runs of axes with equal products are treated apart;
 * within one, every element carries the identity of its channel. The survivors must be a product of sets, one an axis: a
 * ragged remainder could not be written as a shape. So identities that are split over axes become products of an
 * identity on each.
 */
final class ReshapeRules {
    /** Elements of a segment that are followed one by one; a larger one is not worth the memory and freezes. */
    private static final double MOST_ELEMENTS = 1 << 26;

    private final Propagation run;
    private final ComputedSizes sizes;

    ReshapeRules(Propagation run, ComputedSizes sizes) {
        this.run = run;
        this.sizes = sizes;
    }

    boolean reshape(Node node, Operator.Reshape operator) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        List<Dim> from = run.shapes.known(node.input(0)).dims();
        List<Dim> to = run.shapes.known(node.output()).dims();
        FreeFactors before = FreeFactors.of(from);
        FreeFactors after = FreeFactors.of(to);
        Axis[] parts =
                run.plain(new Shape(after.dims()), "is mixed with others at %s".formatted(Propagation.place(node)));
        Axis[] split = before.split(data);
        for (ReshapeSegment segment : ReshapeSegment.align(before.dims(), after.dims())) {
            pass(node, segment, split, parts, before.dims(), after.dims());
        }
        Axis[] result = after.join(parts, to.size());
        if (operator.kind() == Operator.Reshape.Kind.RESHAPE
                && (Arrays.stream(result).anyMatch(axis -> axis.carried().length > 0)
                        || run.origins.isTainted(node.input(1)))) {
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
        double size = segment.isKnown() ? elementsOf(segment, from) : 0;
        boolean followed = size > 0 && size <= MOST_ELEMENTS;
        List<int[]> layers = new ArrayList<>();
        for (int axis = segment.inputFrom(); axis < segment.inputTo(); axis++) {
            int[] ids = data[axis].carried();
            if (followed && ids.length > 1) {
                for (int[] layer : layersOf(ids)) {
                    layers.add(elements(segment, layer, axis, from));
                }
            } else {
                String what = ids.length == 1 ? "is taken out of its axis alone" : "is mixed with other axes";
                run.freeze(data[axis], "%s at %s".formatted(what, Propagation.place(node)));
            }
        }
        if (!layers.isEmpty()) {
            scatter(segment, layers, result, to);
        }
    }

    private static double elementsOf(ReshapeSegment segment, List<Dim> from) {
        double elements = 1;
        for (Dim dim : from.subList(segment.inputFrom(), segment.inputTo())) {
            elements *= dim.size();
        }
        return elements;
    }

    /** The identities, or, where every one has the same number of factors, these apart: first factors, second ones. */
    private List<int[]> layersOf(int[] ids) {
        int[][] leaves = Arrays.stream(ids).mapToObj(run.ids::leaves).toArray(int[][]::new);
        int count = leaves[0].length;
        if (!Arrays.stream(leaves).allMatch(each -> each.length == count)) {
            return List.of(ids);
        }
        return IntStream.range(0, count)
                .mapToObj(layer ->
                        Arrays.stream(leaves).mapToInt(each -> each[layer]).toArray())
                .toList();
    }

    /** The identity of each element of the segment, in memory order. */
    private int[] elements(ReshapeSegment segment, int[] ids, int carrier, List<Dim> from) {
        int inner = 1;
        for (int axis = carrier + 1; axis < segment.inputTo(); axis++) {
            inner *= Math.toIntExact(from.get(axis).size());
        }
        int[] elements = new int[(int) elementsOf(segment, from)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = run.ids.find(ids[i / inner % ids.length]);
        }
        return elements;
    }

    /** Gives each layer of identities to the output axis that tells them apart, or to several as factors. */
    private void scatter(ReshapeSegment segment, List<int[]> layers, Axis[] result, List<Dim> to) {
        List<ReshapedAxis> axes = ReshapedAxis.of(segment, to);
        Map<ReshapedAxis, List<int[]>> placed = new LinkedHashMap<>();
        for (int[] layer : layers) {
            List<ReshapedAxis> varying = axes.stream()
                    .filter(axis -> axis.tellsApart(layer, run.ids))
                    .toList();
            if (varying.size() <= 1) {
                ReshapedAxis axis = varying.isEmpty() ? axes.get(0) : varying.get(0);
                placed.computeIfAbsent(axis, key -> new ArrayList<>()).add(axis.along(layer));
            } else {
                factor(layer, varying)
                        .forEach((axis, ids) -> placed.computeIfAbsent(axis, key -> new ArrayList<>())
                                .add(ids));
            }
        }
        placed.forEach((axis, ids) -> result[axis.number()] = Axis.of(product(ids)));
    }

    /** Each identity becomes a product of one new identity an axis. */
    private Map<ReshapedAxis, int[]> factor(int[] layer, List<ReshapedAxis> axes) {
        Map<ReshapedAxis, int[]> factors = new LinkedHashMap<>();
        axes.forEach(axis -> factors.put(axis, run.ids.freshFactors(axis.size())));
        int[][] parts = new int[layer.length][];
        for (int i = 0; i < layer.length; i++) {
            int position = i;
            parts[i] = factors.entrySet().stream()
                    .mapToInt(factor -> factor.getValue()[factor.getKey().position(position)])
                    .toArray();
        }
        int[] order = FactorOrder.best(run.ids, layer, parts);
        for (int i = 0; i < layer.length; i++) {
            run.ids.factor(layer[i], run.ids.isFactored(layer[i]) ? ordered(parts[i], order) : parts[i]);
        }
        return factors;
    }

    private static int[] ordered(int[] parts, int[] order) {
        int[] ordered = new int[parts.length];
        for (int axis = 0; axis < order.length; axis++) {
            ordered[order[axis]] = parts[axis];
        }
        return ordered;
    }

    private int[] product(List<int[]> layers) {
        if (layers.size() == 1) {
            return layers.get(0);
        }
        int[] ids = new int[layers.get(0).length];
        for (int i = 0; i < ids.length; i++) {
            int position = i;
            ids[i] = run.ids.product(
                    layers.stream().mapToInt(layer -> layer[position]).toArray());
        }
        return ids;
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
        if (rests > 1 && !sizes.follow(node, 1, sized(node, operator, data, result, from, to))) {
            String reason = "the target of Reshape at %s has several free sizes".formatted(Propagation.place(node));
            for (Axis axis : result) {
                run.freeze(axis, reason);
            }
            run.freezeValue(node.input(0), reason);
            run.origins.freeze(node.input(1), reason);
        }
        if (rests > 1) {
            return;
        }
        List<Axis> causes = new ArrayList<>(List.of(result));
        causes.addAll(List.of(data));
        causes.addAll(run.origins.axesOf(node.input(1)));
        run.rewrites.add(new RewriteDraft(RewriteDraft.Kind.INTEGERS, node.name(), 1, bounds, causes));
    }

    /** What each entry of the target gives the size of; plain where that is copied or follows from the rest. */
    private Axis[] sized(
            Node node, Operator.Reshape operator, Axis[] data, Axis[] result, List<Dim> from, List<Dim> to) {
        List<Dim> target = run.integers(node.input(1)).orElse(List.of());
        Axis[] sized = result.clone();
        for (int axis = 0; axis < sized.length && axis < target.size(); axis++) {
            boolean copied = target.get(axis).equals(Dim.of(0))
                    && isSameSize(operator, axis, from, to)
                    && run.same(data[axis], result[axis]);
            if (copied || target.get(axis).equals(Dim.of(-1))) {
                sized[axis] = Axis.plain("");
            }
        }
        return sized;
    }

    private static boolean isSameSize(Operator.Reshape operator, int axis, List<Dim> from, List<Dim> to) {
        return axis < from.size() && from.get(axis).equals(to.get(axis)) && !operator.allowZero();
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
        boolean sameSize = isSameSize(operator, axis, from, to);
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
