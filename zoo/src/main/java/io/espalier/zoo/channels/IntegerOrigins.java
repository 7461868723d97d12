package io.espalier.zoo.channels;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which channel counts the integers that a network computes at run time come from: behind {@code Shape}, through
 * gathering, joining and arithmetic. Where such integers reach something that is not rewritten, their channels freeze.
 */
final class IntegerOrigins {

    /**
     * The axes whose sizes an integer depends on.
     *
     * @param exact whether it is the size of the one axis itself
     */
    record Origin(Set<Axis> axes, boolean exact) {
        static final Origin NONE = new Origin(Set.of(), false);

        static Origin size(Axis axis) {
            return axis.isPlain() && !axis.isRepeated() ? NONE : new Origin(Set.of(axis), true);
        }

        static Origin mixed(Stream<Origin> origins) {
            Set<Axis> axes = origins.flatMap(origin -> origin.axes().stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            return axes.isEmpty() ? NONE : new Origin(axes, false);
        }
    }

    private final Propagation run;
    private final Map<String, List<Origin>> origins = new HashMap<>();

    IntegerOrigins(Propagation run) {
        this.run = run;
    }

    /** One an element; a single mixed one where elements are not told apart; empty when no channel count is in it. */
    List<Origin> of(String value) {
        return origins.getOrDefault(value, List.of());
    }

    boolean isTainted(String value) {
        return origins.containsKey(value);
    }

    List<Axis> axesOf(String value) {
        return of(value).stream()
                .flatMap(origin -> origin.axes().stream())
                .distinct()
                .toList();
    }

    void freeze(String value, String reason) {
        for (Axis axis : axesOf(value)) {
            run.freeze(axis, reason);
        }
    }

    /** Follows integers through {@code node}; true when that is all there is to the node. */
    boolean follow(Node node) {
        if (node.operator() instanceof Operator.ShapeOf operator) {
            put(node.output(), sizes(node, operator));
            return true;
        }
        boolean tainted = node.inputs().stream().anyMatch(this::isTainted);
        boolean integer = node.outputs().stream().allMatch(this::isInteger);
        if (!tainted || !integer || node.operator() instanceof Operator.Opaque) {
            return false;
        }
        // Data of channels that integers index or shape is the rules' business.
        if (!isTainted(node.input(0)) && !run.shapes.integers().containsKey(node.output())) {
            return false;
        }
        List<Origin> result = elements(node)
                .orElseGet(() -> List.of(Origin.mixed(node.inputs().stream().flatMap(in -> of(in).stream()))));
        for (String output : node.outputs()) {
            put(output, result);
        }
        return true;
    }

    private boolean isInteger(String value) {
        return run.shapes
                .type(value)
                .map(type -> type.dataType() == DataType.INT64
                        || type.dataType() == DataType.INT32
                        || type.dataType() == DataType.BOOL)
                .orElse(false);
    }

    private void put(String value, List<Origin> elements) {
        run.shapes.shape(value).ifPresent(shape -> run.define(value, run.plain(shape, "is computed from sizes")));
        if (elements.stream().anyMatch(origin -> !origin.axes().isEmpty())) {
            origins.put(value, elements);
        }
    }

    private List<Origin> sizes(Node node, Operator.ShapeOf operator) {
        Axis[] axes = run.axesOf(node.input(0)).orElse(new Axis[0]);
        int start = bound(operator.start(), axes.length);
        int end = bound(operator.end(), axes.length);
        List<Origin> sizes = new ArrayList<>();
        for (int axis = start; axis < end; axis++) {
            sizes.add(Origin.size(axes[axis]));
        }
        return sizes;
    }

    private static int bound(long position, int rank) {
        long absolute = position < 0 ? position + rank : position;
        return (int) Math.max(0, Math.min(rank, absolute));
    }

    /** Element by element, where the node only moves elements. */
    private Optional<List<Origin>> elements(Node node) {
        Operator operator = node.operator();
        List<Origin> data = of(node.input(0));
        boolean apart = run.shapes
                .shape(node.input(0))
                .filter(shape -> shape.isKnown() && shape.elements() == data.size())
                .isPresent();
        if (!apart && !(operator instanceof Operator.Concat)) {
            return Optional.empty();
        }
        if (keepsElements(operator)) {
            return Optional.of(data);
        }
        if (operator instanceof Operator.Gather) {
            return run.knownIntegers(node.input(1)).flatMap(indices -> pick(data, indices));
        }
        if (operator instanceof Operator.Slice) {
            return sliced(node, data);
        }
        return operator instanceof Operator.Concat ? join(node) : Optional.empty();
    }

    private static boolean keepsElements(Operator operator) {
        if (operator instanceof Operator.Activation activation) {
            return activation.kind() == Operator.Activation.Kind.IDENTITY;
        }
        if (operator instanceof Operator.Reshape reshape) {
            return reshape.kind() != Operator.Reshape.Kind.EXPAND && reshape.kind() != Operator.Reshape.Kind.TILE;
        }
        return operator instanceof Operator.Cast;
    }

    private Optional<List<Origin>> sliced(Node node, List<Origin> data) {
        Optional<SliceBounds> bounds =
                run.shapes.shape(node.input(0)).flatMap(shape -> SliceBounds.of(run, node, shape));
        if (bounds.isEmpty() || bounds.get().count() != 1) {
            return Optional.empty();
        }
        List<Origin> taken = new ArrayList<>();
        for (int i = 0; i < bounds.get().length(0); i++) {
            taken.add(data.get(bounds.get().start(0) + i * bounds.get().step(0)));
        }
        return Optional.of(taken);
    }

    private static Optional<List<Origin>> pick(List<Origin> data, Longs indices) {
        List<Origin> picked = new ArrayList<>();
        for (int i = 0; i < indices.size(); i++) {
            long index = indices.at(i) < 0 ? indices.at(i) + data.size() : indices.at(i);
            if (index < 0 || index >= data.size()) {
                return Optional.empty();
            }
            picked.add(data.get((int) index));
        }
        return Optional.of(picked);
    }

    private Optional<List<Origin>> join(Node node) {
        List<Origin> joined = new ArrayList<>();
        for (String input : node.inputs()) {
            int size = run.integers(input).map(List::size).orElse(-1);
            List<Origin> part = of(input);
            if (size < 0 || (!part.isEmpty() && part.size() != size)) {
                return Optional.empty();
            }
            for (int i = 0; i < size; i++) {
                joined.add(part.isEmpty() ? Origin.NONE : part.get(i));
            }
        }
        return Optional.of(joined);
    }
}
