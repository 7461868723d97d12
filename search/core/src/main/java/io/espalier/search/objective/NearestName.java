package io.espalier.search.objective;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Guesses what a misspelt name was to be. */
public final class NearestName {
    private NearestName() {}

    /** The second line of a message about an unknown name, without its "Maybe". */
    static String maybe(String wrong, Collection<String> known) {
        String all = String.join(", ", known);
        return nearest(wrong, known)
                .map(name -> "%s; known are %s.".formatted(name, all))
                .orElse("one of %s.".formatted(all));
    }

    /** The {@code most} known names that the fewest changes of single characters lead to, in words: {@code a, b or c}. */
    public static String nearest(String wrong, Collection<String> known, int most) {
        List<String> nearest = known.stream()
                .sorted(Comparator.comparingInt(name -> distance(wrong, name)))
                .limit(most)
                .toList();
        int last = nearest.size() - 1;
        return last < 1
                ? String.join("", nearest)
                : String.join(", ", nearest.subList(0, last)) + " or " + nearest.get(last);
    }

    /** The known name that the fewest changes of single characters lead to, at most one in three. */
    private static Optional<String> nearest(String wrong, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(wrong, name)))
                .filter(name -> distance(wrong, name) <= Math.max(1, name.length() / 3));
    }

    /** Levenshtein's distance, O(length²). */
    private static int distance(String from, String to) {
        int[] last = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] next = new int[to.length() + 1];
            next[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(replaced, 1 + Math.min(last[j], next[j - 1]));
            }
            last = next;
        }
        return last[to.length()];
    }
}
