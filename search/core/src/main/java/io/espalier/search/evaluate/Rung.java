package io.espalier.search.evaluate;

/** How much was spent on an accuracy. A low rung may reject; only a higher rung may select. */
public enum Rung {
    /** Cut, corrected by statistics of its activations, evaluated on a part of search-validation: no training. */
    UNTRAINED,
    /** Fine-tuned with distillation, evaluated on all of search-validation. */
    TUNED;

    /** As it is written in stores and files. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
