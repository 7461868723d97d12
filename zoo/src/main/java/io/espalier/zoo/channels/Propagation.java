package io.espalier.zoo.channels;

import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of one run over identities: the axes of every value so far, the identities, what has to be rewritten.
 * Weights start with fresh identities on each axis, graph inputs with plain axes; rules ({@link NodeRules}) do the rest.
 */
final class Propagation {
    private static final String BEHIND = "its value comes from an operator whose result is not known";

    final ModelGraph graph;
    final Shapes shapes;
    final ChannelIds ids = new ChannelIds();
    final IntegerOrigins origins;
    final List<RewriteDraft> rewrites = new ArrayList<>();
    final List<String> producers = new ArrayList<>();
    private final Map<String, Axis[]> axes = new LinkedHashMap<>();
    private final Map<Integer, String> weightOfId = new HashMap<>();
    private final Set<String> constantDerived = new HashSet<>();

    Propagation(ModelGraph graph, Shapes shapes) {
        this.graph = graph;
        this.shapes = shapes;
        origins = new IntegerOrigins(this);
    }

    void run() {
        for (GraphValue input : graph.inputs()) {
            define(
                    input.name(),
                    plain(input.type().shape(), "belongs to the graph input (%s)".formatted(input.name())));
        }
        graph.constants().forEach((name, constant) -> {
            constantDerived.add(name);
            define(name, plain(Shape.of(constant.shape().toArray()), "is an integer constant (%s)".formatted(name)));
        });
        graph.weights().forEach(this::defineWeight);
        NodeRules rules = new NodeRules(this);
        for (Node node : graph.nodes()) {
            try {
                rules.apply(node);
            } catch (IndexOutOfBoundsException | ArithmeticException e) {
                freezeNode(node, "sizes or positions at %s are out of range".formatted(place(node)));
            }
        }
        rules.finish();
        for (GraphValue output : graph.outputs()) {
            String reason = "belongs to the graph output (%s)".formatted(output.name());
            freezeValue(output.name(), reason);
            origins.freeze(output.name(), reason);
        }
        ids.freezeFactors();
    }

    private void defineWeight(String name, TensorType type) {
        constantDerived.add(name);
        boolean small = type.shape().dims().stream().allMatch(dim -> dim.size() <= Integer.MAX_VALUE);
        if (type.dataType().bits() < Byte.SIZE || !small) {
            define(
                    name,
                    plain(
                            type.shape(),
                            "is a constant of text, of elements smaller than a byte or of too large a size (%s)"
                                    .formatted(name)));
            return;
        }
        Axis[] fresh = new Axis[type.shape().rank()];
        for (int axis = 0; axis < fresh.length; axis++) {
            int[] axisIds = ids.fresh(Math.toIntExact(type.shape().size(axis)));
            for (int id : axisIds) {
                weightOfId.put(id, name);
            }
            fresh[axis] = Axis.of(axisIds);
        }
        define(name, fresh);
    }

    /** Whether the value follows from weights and constants alone. */
    boolean isConstantDerived(String value) {
        return constantDerived.contains(value);
    }

    void markConstantDerived(Node node) {
        if (node.inputs().stream().allMatch(input -> input.isEmpty() || isConstantDerived(input))
                && !node.inputs().isEmpty()) {
            constantDerived.addAll(node.outputs());
        }
    }

    /** All axes by value; a value behind an opaque operator is absent. */
    Map<String, Axis[]> axes() {
        return axes;
    }

    Optional<Axis[]> axesOf(String value) {
        return Optional.ofNullable(axes.get(value));
    }

    void define(String value, Axis[] valueAxes) {
        if (!value.isEmpty()) {
            axes.put(value, valueAxes);
        }
    }

    Axis[] plain(Shape shape, String reason) {
        Axis[] plain = new Axis[shape.rank()];
        Arrays.fill(plain, Axis.plain(reason));
        return plain;
    }

    /** The integers of a value as far as they are known. */
    Optional<List<Dim>> integers(String value) {
        return Optional.ofNullable(shapes.integers().get(value));
    }

    Optional<Longs> knownIntegers(String value) {
        return shapes.integers(value);
    }

    /** Makes {@code axis} the outputs that a weight of {@code node} creates. */
    void produce(Axis axis) {
        if (axis.isPlain()) {
            return;
        }
        int[] axisIds = axis.ids();
        for (int position = 0; position < axisIds.length; position++) {
            String weight = weightOfId.get(axisIds[position]);
            if (weight != null) {
                int producer = producers.indexOf(weight);
                if (producer < 0) {
                    producer = producers.size();
                    producers.add(weight);
                }
                ids.produce(axisIds[position], producer, position);
            }
        }
    }

    /** Ties two axes of equal length, position by position; a plain one freezes the other. Returns the richer one. */
    Axis union(Axis a, Axis b) {
        boolean repeated = a.isRepeated() && b.isRepeated();
        if (!repeated && (a.isPlain() || b.isPlain())) {
            freeze(a, b.reason());
            freeze(b, a.reason());
            return a.isPlain() ? b : a;
        }
        int[] idsOfA = a.carried();
        int[] idsOfB = b.carried();
        if (idsOfA.length != idsOfB.length) {
            freeze(a, "meets an axis of another length");
            freeze(b, "meets an axis of another length");
            return a;
        }
        for (int i = 0; i < idsOfA.length; i++) {
            ids.union(idsOfA[i], idsOfB[i]);
        }
        return a;
    }

    void freeze(Axis axis, String reason) {
        for (int id : axis.carried()) {
            ids.freeze(id, reason);
        }
    }

    void freezeValue(String value, String reason) {
        axesOf(value).ifPresent(all -> {
            for (Axis axis : all) {
                freeze(axis, reason);
            }
        });
    }

    /** Freezes whatever the node reads; its outputs become plain where their shapes are known, else unknown. */
    void freezeNode(Node node, String reason) {
        for (String read : ModelGraph.readsOf(node)) {
            freezeValue(read, reason);
            origins.freeze(read, reason);
        }
        for (String output : node.outputs()) {
            shapes.shape(output).ifPresent(shape -> define(output, plain(shape, reason)));
        }
    }

    /**
     * Whether a removed channel of all these values is zero before it goes: of what is computed from inputs it is, in floating
     * point; constants keep their numbers.
     */
    boolean isMasked(List<String> values) {
        return values.stream()
                .anyMatch(value -> !isConstantDerived(value)
                        && shapes.type(value)
                                .filter(type -> type.dataType().isFloatingPoint())
                                .isPresent());
    }

    /** Whether two axes lose the same channels whatever is cut. */
    boolean same(Axis a, Axis b) {
        if (a == b) {
            return true;
        }
        int[] idsOfA = a.carried();
        int[] idsOfB = b.carried();
        if (a.isPlain() != b.isPlain()
                || a.isRepeated() != b.isRepeated()
                || idsOfA.length != idsOfB.length
                || idsOfA.length == 0) {
            return false;
        }
        for (int i = 0; i < idsOfA.length; i++) {
            if (!ids.same(idsOfA[i], idsOfB[i])) {
                return false;
            }
        }
        return true;
    }

    static String place(Node node) {
        return "node (%s)".formatted(node.name());
    }

    static String behindUnknown() {
        return BEHIND;
    }
}
