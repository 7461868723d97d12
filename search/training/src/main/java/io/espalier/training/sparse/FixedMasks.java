package io.espalier.training.sparse;

import io.espalier.training.TrainedWeight;
import io.espalier.training.WeightProjection;
import io.espalier.zoo.sparse.WeightMasks;
import java.util.Collection;
import java.util.Optional;

/** Masks that are there from the beginning and stay. A mask for a weight that is not trained is an error when training begins. */
public record FixedMasks(WeightMasks masks) implements WeightProjection {

    @Override
    public Held hold(Collection<? extends TrainedWeight> weights) {
        return new HeldMasks(
                HeldMasks.byName(weights), updates -> updates == 0 ? Optional.of(masks) : Optional.empty());
    }
}
