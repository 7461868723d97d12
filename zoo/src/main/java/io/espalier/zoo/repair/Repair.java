package io.espalier.zoo.repair;

import io.espalier.zoo.prune.KeptPositions;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Repairs a cut network in closed form: the weights of each layer that lost inputs become those with which the inputs that
 * are left come nearest to what the uncut layer gave, in the mean square over sample images, drawn a little to the weights
 * they had: {@code W' = (X'X + r I)^-1 (X'Y + r W)} with X the inputs left (He et al., "Channel Pruning", and Luo et al.,
 * "ThiNet", 2017, for kernels of any size). A constant that a removed channel gave is in the bias then. Statistics should
 * be re-calibrated afterwards.
 */
public final class Repair {
    /** The ridge, as a share of the inputs' mean square. */
    private static final double RIDGE = 1e-3;

    private Repair() {}

    /**
     * @param cut the network with channels removed
     * @param parent weights of the uncut network, by the same names
     * @param kept what the cut left of the weights' axes
     * @param products of the uncut network; layers that it does not know stay as they are
     */
    public static Model repair(Model cut, Weights parent, KeptPositions kept, InputProducts products) {
        Map<String, Tensor> repaired = new LinkedHashMap<>();
        for (LinearLayer layer : LinearLayer.of(cut.graph())) {
            LinearLayer uncut = layer.uncut(parent.get(layer.weight()).shape());
            int[] inputs = kept.of(layer.weight(), layer.inputAxis(), uncut.inputs());
            if (inputs.length < uncut.inputs()) {
                List<Equations> equations = products.of(uncut).stream()
                        .map(group -> group.equations(uncut, inputs))
                        .toList();
                solve(cut, parent, kept, uncut, equations, repaired);
            }
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
        Model current = cut;
        boolean changed = false;
        for (LinearLayer layer : LinearLayer.of(cut.graph())) {
            LinearLayer uncut = layer.uncut(parent.weights().get(layer.weight()).shape());
            boolean computed = cut.graph().producer(layer.input()).isPresent()
                    && parent.graph().producer(layer.input()).isPresent();
            changed |= layer.inputs() < uncut.inputs();
            if (changed && computed && uncut.columns() <= InputProducts.MOST_COLUMNS) {
                Map<String, Tensor> repaired = new LinkedHashMap<>();
                solve(cut, parent.weights(), kept, uncut, drift.of(layer, uncut, current, parent), repaired);
                current = new Model(cut.graph(), current.weights().with(repaired));
            }
        }
        return current;
    }

    private static void solve(
            Model cut,
            Weights parent,
            KeptPositions kept,
            LinearLayer uncut,
            List<Equations> equations,
            Map<String, Tensor> repaired) {
        int[] inputs = kept.of(uncut.weight(), uncut.inputAxis(), uncut.inputs());
        int[] outputs = kept.of(uncut.weight(), uncut.outputAxis(), uncut.outputs());
        if (!equations.isEmpty()) {
            new LayerRepair(uncut, parent, inputs, outputs, RIDGE)
                    .solve(equations)
                    .forEach((name, values) -> repaired.put(
                            name, Tensor.ofFloats(cut.weights().get(name).shape(), values)));
        }
    }
}
