package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelAxis;
import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Cuts channels out of a network. The result computes what the original computes when the removed channels are zero
 * wherever they appear; nothing is folded into biases. Made once for a network, a pruner applies many plans cheaply.
 * Immutable.
 *
 * <p>Plans speak of {@link ChannelGroups}, and so does the result: it is the folded graph, cut.
 */
public final class Pruner {
    private final ChannelGroups groups;
    private final NodeRewriter rewriter;
    private final Map<String, List<Optional<ChannelAxis>>> weights = new LinkedHashMap<>();

    private Pruner(ChannelGroups groups) {
        this.groups = groups;
        rewriter = new NodeRewriter(groups);
        groups.axesOfValues().forEach((value, axes) -> {
            if (groups.graph().weights().containsKey(value)) {
                weights.put(value, axes);
            }
        });
    }

    public static Pruner of(ChannelGroups groups) {
        return new Pruner(groups);
    }

    /** The groups that plans speak of. */
    public ChannelGroups groups() {
        return groups;
    }

    /**
     * The structure of the cut network; {@link ChannelGroups#graph} itself when the plan is empty.
     *
     * @throws IllegalArgumentException when the plan names an unknown or frozen group or unit, or leaves an axis of some
     *     value without channels
     */
    public ModelGraph structure(PruningPlan plan) {
        return plan.isEmpty() ? groups.graph() : structure(Cut.of(groups, plan));
    }

    private ModelGraph structure(Cut cut) {
        ModelGraph.Builder builder = groups.graph().toBuilder();
        weights.forEach((name, axes) -> builder.weight(name, cutType(name, axes, cut)));
        return rewriter.rewrite(builder, cut);
    }

    private TensorType cutType(String weight, List<Optional<ChannelAxis>> axes, Cut cut) {
        TensorType type = groups.graph().weights().get(weight);
        if (type == null) {
            throw new IllegalStateException("There is no weight (%s).".formatted(weight));
        }
        Shape shape = type.shape();
        for (int axis = 0; axis < axes.size(); axis++) {
            if (axes.get(axis).isPresent()) {
                shape = shape.with(axis, Dim.of(cut.kept(axes.get(axis).get())));
            }
        }
        return type.withShape(shape);
    }

    /**
     * The cut network. Throws like {@link #structure}.
     *
     * @param parent the weights of the uncut network
     */
    public Model model(Weights parent, PruningPlan plan) {
        if (plan.isEmpty()) {
            return new Model(groups.graph(), parent);
        }
        Cut cut = Cut.of(groups, plan);
        ModelGraph graph = structure(cut);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : graph.weights().keySet()) {
            tensors.put(name, cutWeight(parent.get(name), weights.getOrDefault(name, List.of()), cut));
        }
        return new Model(graph, Weights.of(tensors));
    }

    private static Tensor cutWeight(Tensor tensor, List<Optional<ChannelAxis>> axes, Cut cut) {
        Tensor result = tensor;
        for (int axis = 0; axis < axes.size(); axis++) {
            Optional<ChannelAxis> units = axes.get(axis);
            if (units.isPresent() && cut.loses(units.get())) {
                result = WeightSlicing.keep(result, axis, cut.positions(units.get()));
            }
        }
        return result;
    }

    /**
     * By name of every convolution, Gemm and matrix product: the channels of its uncut output that stay, ascending.
     * Nodes with a free number of channels are left out.
     */
    public Map<String, int[]> keptOutputs(PruningPlan plan) {
        KeptPositions positions = kept(plan);
        Map<String, int[]> kept = new LinkedHashMap<>();
        for (Node node : groups.graph().nodes()) {
            Operator operator = node.operator();
            boolean product = operator instanceof Operator.Gemm || operator instanceof Operator.MatMul;
            if (product || operator instanceof Operator.Convolution) {
                groups.shapes().shape(node.output()).ifPresent(shape -> {
                    int axis = product ? shape.rank() - 1 : 1;
                    if (axis >= 0 && shape.dim(axis).isKnown()) {
                        kept.put(node.name(), positions.of(node.output(), axis, Math.toIntExact(shape.size(axis))));
                    }
                });
            }
        }
        return kept;
    }

    /** What {@code plan} leaves of the axes of weights and values. Throws like {@link #structure}. */
    public KeptPositions kept(PruningPlan plan) {
        Cut cut = Cut.of(groups, plan);
        return (value, axis, size) -> axis(value, axis)
                .map(cut::positions)
                .orElseGet(() -> IntStream.range(0, size).toArray());
    }

    private Optional<ChannelAxis> axis(String value, int axis) {
        List<Optional<ChannelAxis>> axes = groups.axesOfValues().getOrDefault(value, List.of());
        return axis < axes.size() ? axes.get(axis) : Optional.empty();
    }

    /** By id of every prunable group: the units that stay, ascending. */
    public Map<String, int[]> keptUnits(PruningPlan plan) {
        Map<String, int[]> kept = new LinkedHashMap<>();
        for (ChannelGroup group : groups.prunable()) {
            Longs removed = plan.removed(group.id());
            long[] sorted = removed.toArray();
            kept.put(
                    group.id(),
                    IntStream.range(0, group.channels())
                            .filter(unit -> Arrays.binarySearch(sorted, unit) < 0)
                            .toArray());
        }
        return kept;
    }

    /** Cuts once: {@link #model} of the groups of {@code model}; the model itself when the plan is empty. */
    public static Model prune(Model model, PruningPlan plan) {
        return plan.isEmpty() ? model : of(ChannelGroups.of(model.graph())).model(model.weights(), plan);
    }

    /** Cuts once: {@link #structure} of the groups of {@code graph}; the graph itself when the plan is empty. */
    public static ModelGraph prune(ModelGraph graph, PruningPlan plan) {
        return plan.isEmpty() ? graph : of(ChannelGroups.of(graph)).structure(plan);
    }
}
