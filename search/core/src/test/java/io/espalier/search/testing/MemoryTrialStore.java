package io.espalier.search.testing;

import io.espalier.search.evaluate.StoredCost;
import io.espalier.search.evaluate.Trial;
import io.espalier.search.evaluate.TrialStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store that forgets everything with the process. */
public final class MemoryTrialStore implements TrialStore {
    private final Map<String, Trial> trials = new LinkedHashMap<>();
    private final Map<String, StoredCost> costs = new LinkedHashMap<>();

    @Override
    public synchronized Optional<Trial> find(String key) {
        return Optional.ofNullable(trials.get(key));
    }

    @Override
    public synchronized void put(Trial trial) {
        trials.put(trial.key(), trial);
    }

    @Override
    public synchronized List<Trial> trials() {
        return List.copyOf(trials.values());
    }

    @Override
    public synchronized Optional<StoredCost> findCost(String key) {
        return Optional.ofNullable(costs.get(key));
    }

    @Override
    public synchronized void putCost(StoredCost cost) {
        costs.put(cost.key(), cost);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
