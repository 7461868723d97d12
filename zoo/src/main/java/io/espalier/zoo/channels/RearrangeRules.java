package io.espalier.zoo.channels;

import io.espalier.zoo.channels.RewriteDraft.Bound;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Operators that move, add, pick or sum whole positions of single axes. */
final class RearrangeRules {
    private final Propagation run;

    RearrangeRules(Propagation run) {
        this.run = run;
    }

    boolean transpose(Node node, Operator.Transpose operator) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        Axis[] result = new Axis[data.length];
        for (int axis = 0; axis < result.length; axis++) {
            int from = operator.permutation().isEmpty()
                    ? data.length - 1 - axis
                    : operator.permutation().intAt(axis);
            result[axis] = data[from];
        }
        run.define(node.output(), result);
        return true;
    }

    /** Padding channels with a constant is a Concat with channels that nobody produces. */
    boolean pad(Node node, Operator.Pad operator) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        Shape output = run.shapes.known(node.output());
        Optional<Longs> pads = run.knownIntegers(node.input(1)).flatMap(given -> spread(node, given, data.length));
        if (pads.isEmpty()) {
            run.freezeNode(node, "the pads of %s are computed".formatted(Propagation.place(node)));
            return true;
        }
        Axis[] result = run.plain(output, "is padded as positions at %s".formatted(Propagation.place(node)));
        boolean cut = false;
        for (int axis = 0; axis < data.length; axis++) {
            int before = pads.get().intAt(axis);
            int after = pads.get().intAt(axis + data.length);
            if (before == 0 && after == 0) {
                result[axis] = data[axis];
            } else if (!data[axis].isPlain() && operator.mode().equals("constant")) {
                result[axis] = padded(data[axis], before, after);
                cut = true;
            } else {
                run.freeze(data[axis], "is padded as positions at %s".formatted(Propagation.place(node)));
            }
        }
        if (cut) {
            rewritePads(node, data, result, pads.get());
        }
        run.define(node.output(), result);
        return true;
    }

    private Axis padded(Axis data, int before, int after) {
        int[] kept = data.ids();
        int from = Math.max(0, -before);
        int to = kept.length - Math.max(0, -after);
        int[] result = new int[Math.max(0, before) + to - from + Math.max(0, after)];
        System.arraycopy(run.ids.fresh(Math.max(0, before)), 0, result, 0, Math.max(0, before));
        System.arraycopy(kept, from, result, Math.max(0, before), to - from);
        System.arraycopy(
                run.ids.fresh(Math.max(0, after)), 0, result, result.length - Math.max(0, after), Math.max(0, after));
        return Axis.of(result);
    }

    /** Pads of all axes from those of the axes that input 3 names. */
    private Optional<Longs> spread(Node node, Longs pads, int rank) {
        if (!node.hasInput(3)) {
            return pads.size() == 2 * rank ? Optional.of(pads) : Optional.empty();
        }
        return run.knownIntegers(node.input(3)).map(axes -> {
            long[] all = new long[2 * rank];
            for (int i = 0; i < axes.size(); i++) {
                int axis = (int) (axes.at(i) < 0 ? axes.at(i) + rank : axes.at(i));
                all[axis] = pads.at(i);
                all[axis + rank] = pads.at(i + axes.size());
            }
            return Longs.of(all);
        });
    }

    private void rewritePads(Node node, Axis[] data, Axis[] result, Longs pads) {
        int rank = data.length;
        Longs axes = node.hasInput(3)
                ? run.knownIntegers(node.input(3)).orElseThrow()
                : Longs.of(java.util.stream.LongStream.range(0, rank).toArray());
        List<Bound> begins = new ArrayList<>();
        List<Bound> ends = new ArrayList<>();
        List<Axis> causes = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            int axis = (int) (axes.at(i) < 0 ? axes.at(i) + rank : axes.at(i));
            int before = pads.intAt(axis);
            int after = pads.intAt(axis + rank);
            begins.add(side(data[axis], result[axis], before, true));
            ends.add(side(data[axis], result[axis], after, false));
            causes.add(result[axis]);
            causes.add(data[axis]);
        }
        begins.addAll(ends);
        run.rewrites.add(new RewriteDraft(RewriteDraft.Kind.INTEGERS, node.name(), 1, begins, causes));
    }

    /** What stays of the padding on one side; a negative pad removes what stays of the data there. */
    private static Bound side(Axis data, Axis result, int pad, boolean before) {
        if (pad == 0 || data.isPlain() || result.isPlain()) {
            return Bound.fixed(pad);
        }
        if (pad < 0) {
            int size = data.ids().length;
            return Bound.negative(data, before ? 0 : size + pad, before ? -pad : size);
        }
        int size = result.ids().length;
        return Bound.range(result, before ? 0 : size - pad, before ? pad : size);
    }

    boolean reduce(Node node, Operator.Reduce operator) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        Optional<boolean[]> reduced = reducedAxes(node, operator, data.length);
        if (reduced.isEmpty()) {
            run.freezeNode(node, "the axes of %s are computed".formatted(Propagation.place(node)));
            return true;
        }
        boolean sums = switch (operator.kind()) {
            case SUM, L1, L2, SUM_SQUARE -> true;
            case MEAN, MAX, MIN, PROD, LOG_SUM, LOG_SUM_EXP -> false;
        };
        if (operator.kind() == Operator.Reduce.Kind.LOG_SUM) {
            run.freezeValue(
                    node.input(0), "a removed channel would be no number at %s".formatted(Propagation.place(node)));
        }
        List<Axis> result = new ArrayList<>();
        for (int axis = 0; axis < data.length; axis++) {
            if (!reduced.get()[axis]) {
                result.add(data[axis]);
                continue;
            }
            if (!sums || !run.isMasked(List.of(node.input(0)))) {
                run.freeze(data[axis], "%s sees all channels at once".formatted(Propagation.place(node)));
            }
            if (operator.keepDims()) {
                result.add(Axis.plain("is reduced at %s".formatted(Propagation.place(node))));
            }
        }
        run.define(node.output(), result.toArray(Axis[]::new));
        return true;
    }

    private Optional<boolean[]> reducedAxes(Node node, Operator.Reduce operator, int rank) {
        boolean[] reduced = new boolean[rank];
        Longs axes = operator.axes();
        if (axes.isEmpty() && node.hasInput(1)) {
            Optional<Longs> given = run.knownIntegers(node.input(1));
            if (given.isEmpty()) {
                return Optional.empty();
            }
            axes = given.get();
        }
        Arrays.fill(reduced, axes.isEmpty() && !operator.noopWithEmptyAxes());
        axes.stream().forEach(axis -> reduced[(int) (axis < 0 ? axis + rank : axis)] = true);
        return Optional.of(reduced);
    }

    /** Every copy of a channel goes with it; how many copies there are does not change. */
    boolean tile(Node node) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        Optional<Longs> repeats = run.knownIntegers(node.input(1));
        Axis[] result = data.clone();
        for (int axis = 0; axis < data.length; axis++) {
            long times = repeats.isPresent() ? repeats.get().at(axis) : 0;
            if (times != 1) {
                boolean follows = times > 1 && !data[axis].isPlain();
                String reason = "is repeated by Tile at %s".formatted(Propagation.place(node));
                if (!follows) {
                    run.freeze(data[axis], reason);
                }
                result[axis] = follows ? repeated(data[axis].ids(), Math.toIntExact(times)) : Axis.plain(reason);
            }
        }
        run.define(node.output(), result);
        return true;
    }

    private static Axis repeated(int[] ids, int times) {
        int[] all = new int[Math.multiplyExact(ids.length, times)];
        for (int i = 0; i < all.length; i++) {
            all[i] = ids[i % ids.length];
        }
        return Axis.of(all);
    }

    boolean gather(Node node, Operator.Gather operator) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        Axis[] indices = run.axesOf(node.input(1)).orElseThrow();
        int axis = operator.axis() < 0 ? operator.axis() + data.length : operator.axis();
        Optional<Longs> known = run.knownIntegers(node.input(1));
        List<Axis> result = new ArrayList<>(List.of(data).subList(0, axis));
        if (!data[axis].isPlain() && known.isPresent() && indices.length == 1) {
            result.add(picked(node, data[axis], known.get()));
        } else {
            run.freeze(data[axis], "is looked up by index at %s".formatted(Propagation.place(node)));
            result.addAll(List.of(indices));
        }
        result.addAll(List.of(data).subList(axis + 1, data.length));
        if (run.isConstantDerived(node.input(0)) && !run.isConstantDerived(node.input(1))) {
            run.produce(data[data.length - 1]);
        }
        run.define(node.output(), result.toArray(Axis[]::new));
        return true;
    }

    private Axis picked(Node node, Axis data, Longs indices) {
        int size = data.ids().length;
        int[] result = new int[indices.size()];
        List<Bound> absolute = new ArrayList<>();
        for (int i = 0; i < result.length; i++) {
            int index = (int) (indices.at(i) < 0 ? indices.at(i) + size : indices.at(i));
            result[i] = data.ids()[index];
            absolute.add(Bound.fixed(index));
        }
        run.rewrites.add(new RewriteDraft(RewriteDraft.Kind.INDICES, node.name(), 1, absolute, List.of(data)));
        return Axis.of(result);
    }

    boolean depthToSpace(Node node, Operator.DepthToSpace operator) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        Shape output = run.shapes.known(node.output());
        Axis[] result = run.plain(output, "is a position, not a channel");
        result[0] = data[0];
        if (!data[1].isPlain()) {
            int[] channels = data[1].ids();
            int square = operator.block() * operator.block();
            int outputs = operator.inverse() ? channels.length * square : channels.length / square;
            int[] ids = new int[outputs];
            for (int i = 0; i < Math.max(outputs, channels.length); i++) {
                if (operator.inverse()) {
                    ids[i] = channels[i % channels.length];
                } else {
                    int channel = operator.mode().equals("CRD") ? i / square : i % outputs;
                    ids[channel] = channels[operator.mode().equals("CRD") ? channel * square : channel];
                    run.ids.union(channels[i], ids[channel]);
                }
            }
            result[1] = Axis.of(ids);
        }
        run.define(node.output(), result);
        return true;
    }
}
