package io.espalier.search.space;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The kinds of decision that a user can ask for. */
public enum DecisionKind {
    WIDTHS,
    DEPTH,
    PRECISION;

    /**
     * Reads {@code widths,depth,precision}.
     *
     * @throws IllegalArgumentException for another word; the message says at which character
     */
    public static Set<DecisionKind> parse(String list) {
        EnumSet<DecisionKind> kinds = EnumSet.noneOf(DecisionKind.class);
        int at = 0;
        for (String word : list.split(",", -1)) {
            String name = word.strip().toUpperCase(Locale.ROOT);
            if (name.equals("BLOCKS")) {
                throw new IllegalArgumentException(
                        "Replacing blocks, asked for at character %d of the decisions \"%s\", is not there yet.%nMaybe depth: it removes blocks."
                                .formatted(at + 1, list)
                                .replace("\r", ""));
            }
            try {
                kinds.add(valueOf(name));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "The decision (%s) is unknown, at character %d of the decisions \"%s\".%nMaybe some of widths, depth, precision."
                                .formatted(word.strip(), at + 1, list)
                                .replace("\r", ""),
                        e);
            }
            at += word.length() + 1;
        }
        return kinds;
    }
}
