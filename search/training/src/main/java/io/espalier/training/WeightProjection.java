package io.espalier.training;

import java.util.Collection;

/**
 * A set that the weights of a training are held to, as in projected gradient descent: masks, for example. Immutable, for it
 * is part of a {@link TrainingRequest}; what it must remember of one training is in {@link Held}.
 */
@FunctionalInterface
public interface WeightProjection {
    /** Weights are free. */
    WeightProjection NONE = weights -> new Held() {
        @Override
        public void gradients() {}

        @Override
        public void weights(int updates) {}
    };

    /** Begins a training. @param weights all that are trained; they stay the same objects to its end */
    Held hold(Collection<? extends TrainedWeight> weights);

    /** The weights of one training. Not thread-safe. */
    interface Held {

        /** Before an update: takes away what would lead out of the set, so that neither momentum nor a norm knows of it. */
        void gradients();

        /** Moves the weights into the set. @param updates done; 0 before the first batch */
        void weights(int updates);
    }
}
