package io.espalier.training.sparse;

import io.espalier.training.TrainedWeight;
import io.espalier.training.WeightProjection;
import io.espalier.zoo.sparse.WeightMasks;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** The weights of one training under masks that may change. What is masked has neither value, gradient nor momentum. */
final class HeldMasks implements WeightProjection.Held {
    private final Map<String, TrainedWeight> trained;
    private final IntFunction<Optional<WeightMasks>> changes;
    private final Map<String, boolean[]> gone = new LinkedHashMap<>();

    /** @param changes new masks after so many updates; empty: as before */
    HeldMasks(Map<String, TrainedWeight> trained, IntFunction<Optional<WeightMasks>> changes) {
        this.trained = trained;
        this.changes = changes;
    }

    static Map<String, TrainedWeight> byName(Collection<? extends TrainedWeight> weights) {
        Map<String, TrainedWeight> named = new HashMap<>();
        weights.forEach(weight -> named.put(weight.name(), weight));
        return named;
    }

    @Override
    public void gradients() {
        gone.forEach((name, places) -> clear(weight(name).gradient(), places));
    }

    @Override
    public void weights(int updates) {
        changes.apply(updates).ifPresent(this::follow);
        gone.forEach((name, places) -> {
            clear(weight(name).value(), places);
            clear(weight(name).velocity(), places);
        });
    }

    private void follow(WeightMasks masks) {
        for (String name : masks.names()) {
            TrainedWeight weight = weight(name);
            boolean[] places = new boolean[weight.value().length];
            for (int i = 0; i < places.length; i++) {
                places[i] = !masks.keeps(name, weight.place(i));
            }
            gone.put(name, places);
        }
    }

    private TrainedWeight weight(String name) {
        TrainedWeight weight = trained.get(name);
        if (weight == null) {
            throw new IllegalArgumentException(
                    "There is a mask for the weight (%s), which is not trained.".formatted(name));
        }
        return weight;
    }

    private static void clear(float[] numbers, boolean[] places) {
        for (int i = 0; i < numbers.length; i++) {
            if (places[i]) {
                numbers[i] = 0;
            }
        }
    }
}
