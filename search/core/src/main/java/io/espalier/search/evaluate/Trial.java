package io.espalier.search.evaluate;

import io.espalier.search.space.CandidateId;
import io.espalier.training.metric.ExampleScores;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One evaluation of one candidate, as it is stored.
 *
 * @param key the accuracy key: hash of candidate, importance, repair, rung, schedule, engine, seed and data split
 * @param candidate its content hash
 * @param recipe its canonical recipe, for people who read the store
 * @param failure why it failed; empty when it did not
 * @param seed of the run
 * @param host where it ran
 * @param wallMillis how long it took
 * @param finished when
 * @param versions of whatever the numbers depend on
 * @param metrics {@code accuracy}, {@code accuracy.se}, and what else was measured
 * @param notes texts, such as the hash of the weights it left behind
 * @param schemaVersion of this row
 */
public record Trial(
        String key,
        CandidateId candidate,
        String recipe,
        State state,
        String failure,
        Rung rung,
        long seed,
        String host,
        long wallMillis,
        Instant finished,
        SortedMap<String, String> versions,
        SortedMap<String, Double> metrics,
        SortedMap<String, String> notes,
        int schemaVersion) {
    public static final int SCHEMA_VERSION = 1;
    public static final String ACCURACY = "accuracy";
    public static final String STANDARD_ERROR = "accuracy.se";
    /** The note that holds what each example says. */
    static final String EXAMPLES = "examples";

    /** How it ended. */
    public enum State {
        DONE,
        FAILED
    }

    public Trial {
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        notes = Collections.unmodifiableSortedMap(new TreeMap<>(notes));
        if (state == State.DONE && !metrics.containsKey(ACCURACY)) {
            throw new IllegalArgumentException(
                    "A trial that is done has an accuracy, but (%s) has none.".formatted(key));
        }
    }

    public boolean isDone() {
        return state == State.DONE;
    }

    /** @throws IllegalStateException when it has none of that name */
    public double metric(String name) {
        return java.util.Optional.ofNullable(metrics.get(name))
                .orElseThrow(
                        () -> new IllegalStateException("The trial (%s) has no metric (%s).".formatted(key, name)));
    }

    public double accuracy() {
        return metric(ACCURACY);
    }

    /** What each example says of the accuracy, where the metric can tell. */
    public ExampleScores examples() {
        String text = notes.get(EXAMPLES);
        return text == null ? ExampleScores.NONE : ExampleScores.decode(text);
    }

    /** The standard error of the accuracy, from the number of images. */
    public double standardError() {
        return metric(STANDARD_ERROR);
    }
}
