package io.espalier.training.metric;

import io.espalier.training.data.Batches;
import io.espalier.training.data.Examples;

/**
 * Examples that networks are measured on.
 *
 * @param name {@link #SUBSET}, {@link #VALIDATION} or {@link #TEST}: which of a run's sets they are; or a slice as users write it
 */
public record EvaluationSet(String name, Batches batches) {
    /** A part of search-validation, for a first look at many candidates. */
    public static final String SUBSET = "subset";

    /** All of search-validation. */
    public static final String VALIDATION = "validation";

    /** For the final numbers only. */
    public static final String TEST = "test";

    public Examples examples() {
        return batches.examples();
    }
}
