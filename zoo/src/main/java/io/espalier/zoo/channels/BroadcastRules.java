package io.espalier.zoo.channels;

import io.espalier.zoo.channels.IntegerOrigins.Origin;
import io.espalier.zoo.channels.RewriteDraft.Bound;
import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Operators that work position by position over several tensors, or stretch one: axes of equal place are tied. */
final class BroadcastRules {
    private static final Dim ONE = Dim.of(1);

    private static final int SIZES = 3;

    private final Propagation run;
    private final ComputedSizes sizes;

    BroadcastRules(Propagation run, ComputedSizes sizes) {
        this.run = run;
        this.sizes = sizes;
    }

    boolean elementwise(Node node, Operator.Elementwise operator) {
        freezeWhereZeroIsNoNumber(node, operator);
        int rank = run.shapes.known(node.output()).rank();
        Axis[] result = new Axis[rank];
        for (int axis = 0; axis < rank; axis++) {
            result[axis] = axis(node, axis, rank, node.inputs());
        }
        run.define(node.output(), result);
        return true;
    }

    /** Constants keep their numbers: what is masked is what is computed from inputs. */
    private void freezeWhereZeroIsNoNumber(Node node, Operator.Elementwise operator) {
        switch (operator.kind()) {
            case DIV, MOD -> {
                if (!run.isConstantDerived(node.input(1))) {
                    run.freezeValue(
                            node.input(1),
                            "a removed channel would divide by zero at %s".formatted(Propagation.place(node)));
                }
            }
            case POW -> {
                // Exponents that are constants are not negative: such a Pow is opaque.
                if (!run.isConstantDerived(node.input(0)) && !run.graph.isConstant(node.input(1))) {
                    run.freezeValue(
                            node.input(0),
                            "a removed channel may be no number at %s".formatted(Propagation.place(node)));
                }
            }
            default -> {}
        }
    }

    /** The axis {@code axis} of {@code rank} that the values' axes broadcast to. */
    Axis axis(Node node, int axis, int rank, List<String> values) {
        List<Axis> single = new ArrayList<>();
        List<Axis> full = new ArrayList<>();
        for (String value : values) {
            Axis[] axes = run.axesOf(value).orElseThrow();
            int own = axis - (rank - axes.length);
            if (own >= 0) {
                (run.shapes.known(value).dim(own).equals(ONE) ? single : full).add(axes[own]);
            }
        }
        if (!full.isEmpty()) {
            single.forEach(each ->
                    run.freeze(each, "is a single channel, stretched at %s".formatted(Propagation.place(node))));
        }
        List<Axis> meeting = full.isEmpty() ? single : full;
        Axis result = meeting.get(0);
        for (Axis each : meeting.subList(1, meeting.size())) {
            result = run.union(result, each);
        }
        return result;
    }

    /** Ties the axes of {@code value} to those of {@code result}, which it is broadcast into. */
    void into(Node node, Axis[] result, String value) {
        Axis[] axes = run.axesOf(value).orElseThrow();
        Shape shape = run.shapes.known(value);
        Shape target = run.shapes.known(node.output());
        for (int own = 0; own < axes.length; own++) {
            int axis = own + result.length - axes.length;
            if (shape.dim(own).equals(ONE) && !target.dim(axis).equals(ONE)) {
                run.freeze(axes[own], "is a single channel, stretched at %s".formatted(Propagation.place(node)));
            } else {
                result[axis] = run.union(result[axis], axes[own]);
            }
        }
    }

    boolean expand(Node node) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        Shape output = run.shapes.known(node.output());
        Axis[] result = run.plain(output, "is repeated by Expand at %s".formatted(Propagation.place(node)));
        asLongAsOthers(node, result);
        into(node, result, data, run.shapes.known(node.input(0)), output);
        if (!rewriteTarget(node, data, result)) {
            String reason = "the target of Expand at %s is computed from sizes".formatted(Propagation.place(node));
            for (Axis axis : data) {
                run.freeze(axis, reason);
            }
            run.origins.freeze(node.input(1), reason);
        }
        run.define(node.output(), result);
        return true;
    }

    private void into(Node node, Axis[] result, Axis[] data, Shape shape, Shape output) {
        for (int own = 0; own < data.length; own++) {
            int axis = own + result.length - data.length;
            if (shape.dim(own).equals(output.dim(axis))) {
                result[axis] = data[own];
            } else {
                run.freeze(data[own], "is a single channel, stretched at %s".formatted(Propagation.place(node)));
            }
        }
    }

    /** An axis that is stretched to the size of another loses what that loses. */
    private void asLongAsOthers(Node node, Axis[] result) {
        List<Origin> origins = run.origins.of(node.input(1));
        int offset = result.length - run.integers(node.input(1)).map(List::size).orElse(-1);
        for (int i = 0; offset >= 0 && offset + origins.size() == result.length && i < origins.size(); i++) {
            if (origins.get(i).exact()) {
                Axis sized = origins.get(i).axes().iterator().next();
                result[i + offset] = sized.isPlain() ? result[i + offset] : sized;
            }
        }
    }

    /**
     * The target as constants: 1 for an axis that has its size already, so free sizes are no obstacle. False when an axis
     * is stretched to a size that must stay computed and would be wrong.
     */
    private boolean rewriteTarget(Node node, Axis[] data, Axis[] result) {
        String input = node.input(1);
        if (Arrays.stream(result).allMatch(Axis::isPlain) && !run.origins.isTainted(input)) {
            return true;
        }
        List<Dim> target = run.integers(input).orElse(List.of());
        Shape shape = run.shapes.known(node.input(0));
        Shape output = run.shapes.known(node.output());
        List<Bound> bounds = new ArrayList<>();
        List<Axis> causes = new ArrayList<>(run.origins.axesOf(input));
        Axis[] sized = new Axis[target.size()];
        boolean known = !target.isEmpty();
        for (int i = 0; i < target.size(); i++) {
            int axis = i + result.length - target.size();
            int own = axis - (result.length - data.length);
            boolean given = own >= 0 && shape.dim(own).equals(output.dim(axis));
            known &= given || target.get(i).isKnown();
            causes.add(result[axis]);
            if (!given && !result[axis].isPlain()) {
                bounds.add(Bound.all(result[axis]));
            } else {
                bounds.add(Bound.fixed(
                        given || !target.get(i).isKnown() ? 1 : target.get(i).size()));
            }
            sized[i] = target.get(i).equals(ONE) ? Axis.plain("") : result[axis];
        }
        if (!known) {
            return sizes.follow(node, 1, sized);
        }
        run.rewrites.add(new RewriteDraft(RewriteDraft.Kind.INTEGERS, node.name(), 1, bounds, causes));
        return true;
    }

    boolean resize(Node node, Operator.Resize operator) {
        Axis[] data = run.axesOf(node.input(0)).orElseThrow();
        Shape shape = run.shapes.known(node.input(0));
        Shape output = run.shapes.known(node.output());
        Axis[] result = run.plain(output, "is a position, not a channel");
        for (int axis = 0; axis < data.length; axis++) {
            if (shape.dim(axis).equals(output.dim(axis))) {
                result[axis] = data[axis];
            } else {
                run.freeze(data[axis], "is resized at %s".formatted(Propagation.place(node)));
            }
        }
        run.define(node.output(), result);
        if (node.hasInput(SIZES)) {
            sizes(node, operator, result);
        }
        return true;
    }

    private void sizes(Node node, Operator.Resize operator, Axis[] result) {
        Optional<List<Dim>> given = run.integers(node.input(SIZES));
        int count = given.map(List::size).orElse(-1);
        Axis[] sized = operator.parameters().get("axes") instanceof Attribute.Wholes axes
                ? axes.values().stream()
                        .mapToObj(axis -> result[(int) (axis < 0 ? axis + result.length : axis)])
                        .toArray(Axis[]::new)
                : result;
        if (given.isPresent() && known(given.get()) && count == sized.length) {
            List<Bound> bounds = new ArrayList<>();
            List<Axis> causes = new ArrayList<>(run.origins.axesOf(node.input(SIZES)));
            for (int i = 0; i < count; i++) {
                bounds.add(sized[i].isPlain() ? Bound.fixed(given.get().get(i).size()) : Bound.all(sized[i]));
                causes.add(sized[i]);
            }
            run.rewrites.add(new RewriteDraft(RewriteDraft.Kind.INTEGERS, node.name(), SIZES, bounds, causes));
        } else if (!this.sizes.follow(node, SIZES, sized)) {
            String reason = "the sizes of Resize at %s are computed".formatted(Propagation.place(node));
            for (Axis axis : sized) {
                run.freeze(axis, reason);
            }
            run.origins.freeze(node.input(SIZES), reason);
        }
    }

    private static boolean known(List<Dim> dims) {
        return dims.stream().allMatch(Dim::isKnown);
    }
}
