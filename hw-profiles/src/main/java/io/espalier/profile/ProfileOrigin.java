package io.espalier.profile;

import java.util.List;

/**
 * Where the numbers of a profile are from.
 *
 * @param source document, table or address; for a profile measured by Espalier: how
 * @param licence of the source; empty where none applies
 * @param notes what a reader must know before trusting a number, a sentence each
 */
public record ProfileOrigin(Kind kind, String source, String licence, List<String> notes) {

    /** How the numbers of a profile came about. */
    public enum Kind {
        /** Timed by Espalier on the device itself. */
        MEASURED,
        /** Taken over from a table of others. */
        IMPORTED,
        /** Nothing was timed: all prices follow from the device's sheet. */
        ANALYTIC;

        /** {@code measured}, {@code imported} or {@code analytic}, as in files. */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What holds for a profile that Espalier measured. */
    public static final ProfileOrigin MEASURED = new ProfileOrigin(Kind.MEASURED, "timed by Espalier", "", List.of());

    public ProfileOrigin {
        notes = List.copyOf(notes);
        if (source.isBlank()) {
            throw new IllegalArgumentException(
                    "The origin (%s) of a profile does not name its source.".formatted(kind));
        }
    }

    public static ProfileOrigin imported(String source, String licence, List<String> notes) {
        return new ProfileOrigin(Kind.IMPORTED, source, licence, notes);
    }
}
