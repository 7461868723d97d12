package io.espalier.training.sparse;

import io.espalier.training.WeightProjection;
import io.espalier.zoo.sparse.MaskRule;
import io.espalier.zoo.sparse.PrunableWeight;
import io.espalier.zoo.sparse.SparsitySchedule;
import io.espalier.zoo.sparse.WeightMasks;
import io.espalier.zoo.weights.Model;
import java.util.List;

/**
 * How sparse a training makes a network.
 *
 * @param rule which weights go
 * @param sparsity their share, 0 to below 1
 * @param gradual whether the zeros become more during the training, from those that are there, or are all there at once
 */
public record Sparsification(MaskRule rule, double sparsity, boolean gradual) {

    /**
     * What {@code model} is held to in {@code steps} steps of training, with whatever nodes are added for it.
     *
     * @throws IllegalArgumentException when it has no weight that the rule can mask
     */
    public WeightProjection projection(Model model, int steps) {
        List<PrunableWeight> prunable = PrunableWeight.of(model.graph());
        if (rule.masks(prunable, model.weights(), sparsity).elements() == 0) {
            throw new IllegalArgumentException(
                    "The model has no weight to mask by %s.%nMaybe the inputs of its layers are too few, or no multiple of a group."
                            .formatted(rule.inWords()));
        }
        return new GrowingMasks(rule, schedule(model, steps), prunable);
    }

    private SparsitySchedule schedule(Model model, int steps) {
        if (!gradual) {
            return new SparsitySchedule.Constant(sparsity);
        }
        double present = zeros(model).sparsity();
        return SparsitySchedule.Cubic.within(steps, Math.min(present, sparsity), sparsity);
    }

    /** Where the prunable weights of {@code model} are not 0. */
    public static WeightMasks zeros(Model model) {
        return WeightMasks.ofNonZero(
                model.weights(),
                PrunableWeight.of(model.graph()).stream()
                        .map(PrunableWeight::name)
                        .toList());
    }
}
