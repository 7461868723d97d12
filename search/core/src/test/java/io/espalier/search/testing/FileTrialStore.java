package io.espalier.search.testing;

import io.espalier.search.evaluate.StoredCost;
import io.espalier.search.evaluate.Trial;
import io.espalier.search.evaluate.TrialStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Stores that outlive their closing: one a path, as long as the process lives. */
public final class FileTrialStore implements TrialStore {
    private static final Map<Path, MemoryTrialStore> FILES = new ConcurrentHashMap<>();

    private final MemoryTrialStore store;

    private FileTrialStore(MemoryTrialStore store) {
        this.store = store;
    }

    public static FileTrialStore open(Path file) {
        return new FileTrialStore(FILES.computeIfAbsent(file, key -> new MemoryTrialStore()));
    }

    @Override
    public Optional<Trial> find(String key) {
        return store.find(key);
    }

    @Override
    public void put(Trial trial) {
        store.put(trial);
    }

    @Override
    public List<Trial> trials() {
        return store.trials();
    }

    @Override
    public Optional<StoredCost> findCost(String key) {
        return store.findCost(key);
    }

    @Override
    public void putCost(StoredCost cost) {
        store.putCost(cost);
    }

    @Override
    public void close() {
        // The next opening finds everything.
    }
}
