package io.espalier.search;

/** Hears what happens during a run, on the thread that runs it. What it throws ends the run. */
@FunctionalInterface
public interface SearchListener {
    /** Hears nothing. */
    SearchListener NONE = event -> {};

    void on(SearchEvent event);
}
