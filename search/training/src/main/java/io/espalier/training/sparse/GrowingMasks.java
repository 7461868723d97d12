package io.espalier.training.sparse;

import io.espalier.training.TrainedWeight;
import io.espalier.training.WeightProjection;
import io.espalier.zoo.sparse.MaskRule;
import io.espalier.zoo.sparse.PrunableWeight;
import io.espalier.zoo.sparse.SparsitySchedule;
import io.espalier.zoo.sparse.WeightMasks;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Masks that a rule draws anew from the weights as they are whenever the schedule makes the network sparser.
 *
 * @param prunable what may be masked; weights that are not trained are left alone
 */
public record GrowingMasks(MaskRule rule, SparsitySchedule schedule, List<PrunableWeight> prunable)
        implements WeightProjection {
    public GrowingMasks {
        prunable = List.copyOf(prunable);
    }

    @Override
    public Held hold(Collection<? extends TrainedWeight> weights) {
        Map<String, TrainedWeight> trained = HeldMasks.byName(weights);
        return new HeldMasks(trained, new Growth(trained)::masks);
    }

    /** One training. */
    private final class Growth {
        private final Map<String, TrainedWeight> trained;
        private final List<PrunableWeight> present;
        private double sparsity = -1;

        Growth(Map<String, TrainedWeight> trained) {
            this.trained = trained;
            present = prunable.stream()
                    .filter(weight -> trained.containsKey(weight.name()))
                    .toList();
        }

        Optional<WeightMasks> masks(int updates) {
            double wanted = schedule.sparsity(updates);
            if (wanted == sparsity) {
                return Optional.empty();
            }
            sparsity = wanted;
            return Optional.of(rule.masks(present, weights(), wanted));
        }

        private Weights weights() {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (PrunableWeight weight : present) {
                TrainedWeight numbers = Objects.requireNonNull(trained.get(weight.name()));
                float[] value = numbers.value();
                float[] file = new float[value.length];
                for (int i = 0; i < value.length; i++) {
                    file[numbers.place(i)] = value[i];
                }
                tensors.put(weight.name(), Tensor.ofFloats(weight.shape(), file));
            }
            return Weights.of(tensors);
        }
    }
}
