package io.espalier.search.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * Keeps trials and predicted costs of a run as they come. What was put is there after a crash of the process.
 * Thread-safe.
 */
public interface TrialStore extends AutoCloseable {
    /** The trial of this accuracy key. */
    Optional<Trial> find(String key);

    /** Adds a trial, or replaces the one of the same key. */
    void put(Trial trial);

    /** All trials, in the order in which their keys were first put. */
    List<Trial> trials();

    /** The cost of this key. */
    Optional<StoredCost> findCost(String key);

    /** Adds a cost, or replaces the one of the same key. */
    void putCost(StoredCost cost);

    @Override
    void close();
}
