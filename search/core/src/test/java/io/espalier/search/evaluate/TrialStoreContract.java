package io.espalier.search.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.space.CandidateId;
import io.espalier.zoo.file.Sha256;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of trials promises. */
public interface TrialStoreContract {
    /** A new store with nothing in it. */
    TrialStore store();

    @Test
    default void givesBackWhatWasPut() {
        try (TrialStore store = store()) {
            Trial done = trial("a", Trial.State.DONE, .1 + .2);
            Trial failed = trial("b", Trial.State.FAILED, 0);
            store.put(done);
            store.put(failed);
            assertThat(store.find("a")).contains(done);
            assertThat(store.find("b")).contains(failed);
            assertThat(store.find("c")).isEmpty();
            assertThat(store.trials()).containsExactly(done, failed);
        }
    }

    @Test
    default void replacesATrialOfTheSameKeyInItsPlace() {
        try (TrialStore store = store()) {
            store.put(trial("a", Trial.State.FAILED, 0));
            store.put(trial("b", Trial.State.DONE, .5));
            Trial better = trial("a", Trial.State.DONE, .7);
            store.put(better);
            assertThat(store.trials()).containsExactly(better, trial("b", Trial.State.DONE, .5));
        }
    }

    @Test
    default void keepsCostsApart() {
        try (TrialStore store = store()) {
            CandidateId candidate = new CandidateId(Sha256.of("x"));
            StoredCost cost = new StoredCost("k", candidate, "latency@here", "ms", 1.25, 1, 1.5, "measured");
            store.putCost(new StoredCost("k", candidate, "latency@here", "ms", 9, 9, 9, "analytic"));
            store.putCost(cost);
            assertThat(store.findCost("k")).contains(cost);
            assertThat(store.findCost("l")).isEmpty();
            assertThat(store.trials()).isEmpty();
        }
    }

    @Test
    default void takesTrialsFromSeveralThreads() {
        try (TrialStore store = store()) {
            IntStream.range(0, 64).parallel().forEach(i -> store.put(trial("k" + i, Trial.State.DONE, i / 64.0)));
            assertThat(store.trials()).hasSize(64);
            assertThat(store.find("k63").orElseThrow().accuracy()).isEqualTo(63 / 64.0);
        }
    }

    /** A trial with something in every field. */
    static Trial trial(String key, Trial.State state, double accuracy) {
        boolean done = state == Trial.State.DONE;
        return new Trial(
                key,
                new CandidateId(Sha256.of(key)),
                "blocks=[b1]\nwidths={g=16}\nprecision={}\n",
                state,
                done ? "" : "It \"failed\".\nTwice.",
                Rung.UNTRAINED,
                Long.MAX_VALUE,
                "host",
                1234,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                new TreeMap<>(Map.of("onnxruntime", "1.29.0")),
                done ? new TreeMap<>(Map.of(Trial.ACCURACY, accuracy, Trial.STANDARD_ERROR, .01)) : new TreeMap<>(),
                new TreeMap<>(Map.of("tuning", "abc")),
                Trial.SCHEMA_VERSION);
    }
}
