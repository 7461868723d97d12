package io.espalier.zoo.repair;

import io.espalier.zoo.prune.KeptPositions;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.transform.StandIn;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Repairs a cut network in closed form: the weights of each layer that lost inputs become those with which the inputs that
 * are left come nearest to what the uncut layer gave, in the mean square over sample images, drawn a little to the weights
 * they had: {@code W' = (X'X + r I)^-1 (X'Y + r W)} with X the inputs left (He et al., "Channel Pruning", and Luo et al.,
 * "ThiNet", 2017, for kernels of any size). A constant that a removed channel gave is in the bias then, or in the mean of
 * the normalization behind.
 */
public final class Repair {
    /** The ridge, as a share of the inputs' mean square. */
    private static final double RIDGE = 1e-3;

    private Repair() {}

    /**
     * Repairs every layer by what it reads in the uncut network. A convolution that stands in for removed blocks is fitted to
     * what it gave and they changed.
     *
     * @param cut the network with channels removed; its nodes and weights keep the names they have in the parent
     * @param parent the uncut network
     * @param kept what the cut left of the weights' axes
     * @param removedBlocks of the uncut network, by id
     * @param products of the uncut network; layers that it does not know stay as they are
     */
    public static Model repair(
            Model cut, Model parent, KeptPositions kept, Collection<String> removedBlocks, InputProducts products) {
        Map<String, StandIn> standIns = products.without(removedBlocks);
        Map<String, LinearLayer> parents = LinearLayer.of(parent.graph());
        Map<String, Tensor> repaired = new LinkedHashMap<>();
        for (LinearLayer layer : LinearLayer.of(cut.graph()).values()) {
            layer.uncut(parents)
                    .filter(uncut -> layer.inputs() < uncut.inputs() || standIns.containsKey(uncut.node()))
                    .ifPresent(uncut -> {
                        List<Equations> equations = products.equations(
                                uncut,
                                kept.of(uncut.weight(), uncut.inputAxis(), uncut.inputs()),
                                groupsLeft(uncut, kept),
                                Optional.ofNullable(standIns.get(uncut.node()))
                                        .map(StandIn::wanted)
                                        .orElse(""));
                        repaired.putAll(solved(cut, parent.weights(), kept, uncut, equations));
                    });
        }
        return new Model(cut.graph(), cut.weights().with(repaired));
    }

    /**
     * Repairs a cut network layer by layer, each by the inputs that it has behind the repaired ones before it: so it makes
     * up for what they could not. One pass of both networks a layer.
     *
     * @param cut the network with channels removed; its nodes and weights keep the names they have in the parent
     * @param parent the uncut network
     * @param kept what the cut left of the weights' axes
     * @param batches inputs by name, their first axis counting samples; some 512 samples
     * @param threads of the runtime
     * @param seed of the windows that are sampled
     */
    public static Model inOrder(
            Model cut,
            Model parent,
            KeptPositions kept,
            Iterable<Map<String, Tensor>> batches,
            InferenceRuntime runtime,
            int threads,
            long seed) {
        DriftProducts drift = new DriftProducts(runtime, threads, batches, seed);
        Map<String, LinearLayer> parents = LinearLayer.of(parent.graph());
        Model current = cut;
        boolean changed = false;
        for (LinearLayer layer : LinearLayer.of(cut.graph()).values()) {
            LinearLayer uncut = layer.uncut(parents).orElse(null);
            if (uncut == null) {
                continue;
            }
            boolean computed = cut.graph().producer(layer.input()).isPresent()
                    && parent.graph().producer(layer.input()).isPresent();
            changed |= layer.inputs() < uncut.inputs() || layer.groups() < uncut.groups();
            if (changed && computed && uncut.columns() <= InputProducts.MOST_COLUMNS) {
                List<Equations> equations = drift.of(layer, uncut, groupsLeft(uncut, kept), current, parent);
                current = new Model(
                        cut.graph(), current.weights().with(solved(cut, parent.weights(), kept, uncut, equations)));
            }
        }
        return current;
    }

    /** The groups of the layer that have outputs left, ascending. */
    private static int[] groupsLeft(LinearLayer uncut, KeptPositions kept) {
        return Arrays.stream(kept.of(uncut.weight(), uncut.outputAxis(), uncut.outputs()))
                .map(output -> output / uncut.outputsOfGroup())
                .distinct()
                .toArray();
    }

    /** The weights that change, by name; none without equations, or when they have no solution. */
    private static Map<String, Tensor> solved(
            Model cut, Weights parent, KeptPositions kept, LinearLayer uncut, List<Equations> equations) {
        if (equations.isEmpty()) {
            return Map.of();
        }
        int[] inputs = kept.of(uncut.weight(), uncut.inputAxis(), uncut.inputs());
        int[] outputs = kept.of(uncut.weight(), uncut.outputAxis(), uncut.outputs());
        Map<String, Tensor> solved = new LinkedHashMap<>();
        new LayerRepair(uncut, parent, inputs, outputs, RIDGE)
                .solve(equations)
                .forEach((name, values) ->
                        solved.put(name, Tensor.ofFloats(cut.weights().get(name).shape(), values)));
        return solved;
    }
}
