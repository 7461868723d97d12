package io.espalier.nd4j;

import io.espalier.training.AxisPlaces;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.ArrayList;
import java.util.List;

/** Plans what moves numbers without changing them: slices, padding, repetition, choice, resizing. */
final class MovePlanner {
    private final TapePlanner plan;

    MovePlanner(TapePlanner plan) {
        this.plan = plan;
    }

    /** @param places of each axis of {@code in}, the places that the result has, or {@link AxisPlaces#NONE} */
    private View moved(View in, List<int[]> places) {
        List<int[]> memory = new ArrayList<>(places);
        long[] sizes = new long[in.rank()];
        for (int axis = 0; axis < in.rank(); axis++) {
            memory.set(in.order().get(axis), places.get(axis));
            sizes[axis] = places.get(axis).length;
        }
        View out = new View(plan.fresh(in.value()), Longs.of(sizes), in.order());
        UntrainedOperators.require(out.elements() > 0, "an empty value");
        TapePlanner.Form form = TapePlanner.Form.array(out.elements());
        plan.add(new Step.Remap(
                in.value(), out.value(), form.size(), form.batch(), IndexMaps.separable(in.memorySizes(), memory)));
        return out;
    }

    private static List<int[]> identities(Longs sizes) {
        List<int[]> places = new ArrayList<>();
        for (int axis = 0; axis < sizes.size(); axis++) {
            places.add(AxisPlaces.identity(sizes.at(axis)));
        }
        return places;
    }

    /** Repeated along the axes of size 1 to these sizes; a size of 1 leaves an axis as it is. */
    View repeated(View in, Longs sizes) {
        List<int[]> places = identities(in.sizes());
        boolean same = true;
        for (int axis = 0; axis < in.rank(); axis++) {
            long wanted = sizes.at(axis);
            UntrainedOperators.require(
                    wanted == in.sizes().at(axis) || wanted == 1 || in.sizes().at(axis) == 1,
                    "operands that do not fit");
            if (in.sizes().at(axis) == 1 && wanted > 1) {
                places.set(axis, new int[Math.toIntExact(wanted)]);
                same = false;
            }
        }
        return same ? in : moved(in, places);
    }

    View tiled(View in, Longs sizes) {
        List<int[]> places = new ArrayList<>();
        for (int axis = 0; axis < in.rank(); axis++) {
            places.add(AxisPlaces.repeated(in.sizes().at(axis), sizes.at(axis)));
        }
        return moved(in, places);
    }

    View slice(Node node, View in) {
        long[] starts = plan.numbers().of(node.input(1));
        long[] ends = plan.numbers().of(node.input(2));
        List<int[]> places = identities(in.sizes());
        for (int i = 0; i < starts.length; i++) {
            int axis = in.axis(node.hasInput(3) ? plan.numbers().of(node.input(3))[i] : i);
            long step = node.hasInput(4) ? plan.numbers().of(node.input(4))[i] : 1;
            places.set(axis, AxisPlaces.slice(in.sizes().at(axis), starts[i], ends[i], step));
        }
        return moved(in, places);
    }

    View concatenated(List<View> parts, int axis, String name) {
        View first = parts.get(0);
        boolean sameOrder = parts.stream().allMatch(part -> part.order().equals(first.order()));
        List<View> ordered =
                sameOrder ? parts : parts.stream().map(plan::rowMajor).toList();
        View like = ordered.get(0);
        int joined = like.axis(axis);
        long length =
                ordered.stream().mapToLong(part -> part.sizes().at(joined)).sum();
        View out = new View(name, like.sizes().with(joined, length), like.order());
        int outer = 1;
        for (int place = 0; place < like.order().get(joined); place++) {
            outer *= like.memorySizes().intAt(place);
        }
        plan.add(new Step.Join(ordered.stream().map(View::value).toList(), name, outer, out.elements()));
        return out;
    }

    void split(Node node, Operator.Split operator, View in) {
        int axis = in.axis(operator.axis());
        int from = 0;
        for (String output : node.outputs()) {
            int length = plan.numbers().sizes(output).intAt(axis);
            List<int[]> places = identities(in.sizes());
            places.set(axis, AxisPlaces.slice(in.sizes().at(axis), from, from + (long) length, 1));
            plan.name(output, moved(in, places));
            from += length;
        }
    }

    View pad(Node node, String mode, View in) {
        long[] pads = plan.numbers().of(node.input(1));
        if (mode.equals("constant") && node.hasInput(2)) {
            plan.requireZero(plan.weights().name(node.input(2)));
        }
        int axes = pads.length / 2;
        List<int[]> places = identities(in.sizes());
        for (int i = 0; i < axes; i++) {
            int axis = in.axis(node.hasInput(3) ? plan.numbers().of(node.input(3))[i] : i);
            places.set(
                    axis,
                    AxisPlaces.padded(mode, in.sizes().intAt(axis), pads[i], pads[i + axes])
                            .orElseThrow(() -> UntrainedOperators.refuse("Pad in mode " + mode)));
        }
        return moved(in, places);
    }

    View gather(Node node, Operator.Gather operator) {
        View in = plan.view(node.input(0));
        int axis = in.axis(operator.axis());
        Longs out = plan.numbers().sizes(node.output());
        if (plan.numbers().isInput(node.input(1))) {
            UntrainedOperators.require(axis == 0, "Gather of another axis than the first by numbers of the data");
            View table = plan.rowMajor(in);
            String name = plan.fresh(node.output());
            plan.add(new Step.Embed(
                    table.value(), node.input(1), name, in.sizes().intAt(0), Math.toIntExact(out.product())));
            return View.rowMajor(name, out);
        }
        IntegerConstant indices = plan.numbers().constant(node.input(1));
        int size = in.sizes().intAt(axis);
        int[] chosen = indices.values().stream()
                .mapToInt(index -> Math.toIntExact(index < 0 ? index + size : index))
                .toArray();
        List<int[]> places = identities(in.sizes());
        places.set(axis, chosen);
        View picked = moved(in, places);
        return picked.sizes().equals(out)
                ? picked
                : View.rowMajor(plan.rowMajor(picked).value(), out);
    }

    View depthToSpace(Operator.DepthToSpace operator, View in) {
        long n = in.sizes().at(0);
        long c = in.sizes().at(1);
        long h = in.sizes().at(2);
        long w = in.sizes().at(3);
        int b = operator.block();
        if (operator.inverse()) {
            View parts = seen(in, Longs.of(n, c, h / b, b, w / b, b));
            return seen(permuted(parts, 0, 3, 5, 1, 2, 4), Longs.of(n, c * b * b, h / b, w / b));
        }
        boolean columnsFirst = operator.mode().equals("CRD");
        long d = c / ((long) b * b);
        View parts = seen(in, columnsFirst ? Longs.of(n, d, b, b, h, w) : Longs.of(n, b, b, d, h, w));
        View moved = columnsFirst ? permuted(parts, 0, 1, 4, 2, 5, 3) : permuted(parts, 0, 3, 4, 1, 5, 2);
        return seen(moved, Longs.of(n, d, h * b, w * b));
    }

    private View seen(View in, Longs sizes) {
        return View.rowMajor(plan.rowMajor(in).value(), sizes);
    }

    private static View permuted(View in, int... axes) {
        long[] sizes = new long[axes.length];
        List<Integer> order = new ArrayList<>();
        for (int axis = 0; axis < axes.length; axis++) {
            sizes[axis] = in.sizes().at(axes[axis]);
            order.add(in.order().get(axes[axis]));
        }
        return new View(in.value(), Longs.of(sizes), order);
    }

    View resize(Operator.Resize operator, View in, Longs out) {
        List<int[]> places = new ArrayList<>();
        for (int axis = 0; axis < in.rank(); axis++) {
            places.add(AxisPlaces.resized(operator, axis, in.rank(), in.sizes().intAt(axis), out.intAt(axis))
                    .orElseThrow(() -> UntrainedOperators.refuse("Resize that interpolates")));
        }
        return moved(in, places);
    }
}
