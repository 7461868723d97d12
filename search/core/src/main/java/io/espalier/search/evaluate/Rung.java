package io.espalier.search.evaluate;

import java.util.Locale;

/** How much was spent on an accuracy. A low rung may reject; only the highest may select. */
public enum Rung {
    /** Cut, corrected by statistics of its activations, evaluated on a part of search-validation: no training. */
    UNTRAINED,
    /** Fine-tuned for as few steps as tell cuts apart, evaluated on the same part of search-validation. */
    BRIEF,
    /** Fine-tuned with distillation, evaluated on all of search-validation. */
    TUNED;

    /** As it is written in stores and files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
