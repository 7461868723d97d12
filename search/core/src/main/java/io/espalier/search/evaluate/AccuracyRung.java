package io.espalier.search.evaluate;

import io.espalier.search.space.Recipe;
import java.util.SortedMap;

/** One way to measure the accuracy of recipes. Thread-safe; the answer depends on the recipe and the key alone. */
public interface AccuracyRung {
    Rung rung();

    /** The accuracy key: hash of all that the answer depends on. */
    String key(Recipe recipe);

    /** Versions of what the answer depends on, for the record. */
    SortedMap<String, String> versions();

    Scored score(Recipe recipe);
}
