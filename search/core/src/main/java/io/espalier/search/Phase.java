package io.espalier.search;

import java.util.Locale;

/** The parts of a run, in order; wall time is recorded for each. */
public enum Phase {
    PARENT,
    PROFILE,
    SEARCH,
    TUNING,
    EXPORT;

    /** As it is written in {@code run.json}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
