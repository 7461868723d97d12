package io.espalier.search.evaluate;

import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import io.espalier.zoo.file.Sha256;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Answers trials from the store, or makes and stores them; a failure becomes a failed trial. Thread-safe. */
public final class TrialRunner {
    private final TrialStore store;
    private final long seed;
    private final String host;
    private final InstantSource clock;

    /** @param host name of this machine, for the record */
    public TrialRunner(TrialStore store, long seed, String host, InstantSource clock) {
        this.store = store;
        this.seed = seed;
        this.host = host;
        this.clock = clock;
    }

    /** The trial of {@code recipe} on {@code rung}. */
    public Trial run(AccuracyRung rung, Recipe recipe, CandidateId id) {
        String key = rung.key(recipe);
        Optional<Trial> known = store.find(key);
        if (known.isPresent()) {
            return known.get();
        }
        Instant start = clock.instant();
        Trial trial;
        try {
            Scored scored = rung.score(recipe);
            SortedMap<String, Double> metrics = new TreeMap<>(Map.of(
                    Trial.ACCURACY,
                    scored.accuracy().value(),
                    Trial.STANDARD_ERROR,
                    scored.accuracy().standardError()));
            trial = trial(key, id, recipe, Trial.State.DONE, "", rung, start, metrics, scored.notes());
        } catch (RunAbandonedException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            trial = trial(
                    key, id, recipe, Trial.State.FAILED, reason(e), rung, start, new TreeMap<>(), new TreeMap<>());
        }
        store.put(trial);
        return trial;
    }

    /** The failed trial of a candidate that could not be priced; stored under a key of its own. */
    public Trial failedPricing(Priced priced, Rung rung) {
        Instant now = clock.instant();
        Trial trial = new Trial(
                Sha256.of("pricing " + priced.id()),
                priced.id(),
                priced.recipe().canonical(),
                Trial.State.FAILED,
                priced.failure(),
                rung,
                seed,
                host,
                0,
                now,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Trial.SCHEMA_VERSION);
        store.put(trial);
        return trial;
    }

    private Trial trial(
            String key,
            CandidateId id,
            Recipe recipe,
            Trial.State state,
            String failure,
            AccuracyRung rung,
            Instant start,
            SortedMap<String, Double> metrics,
            SortedMap<String, String> notes) {
        Instant now = clock.instant();
        return new Trial(
                key,
                id,
                recipe.canonical(),
                state,
                failure,
                rung.rung(),
                seed,
                host,
                now.toEpochMilli() - start.toEpochMilli(),
                now,
                rung.versions(),
                metrics,
                notes,
                Trial.SCHEMA_VERSION);
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
