package io.espalier.zoo.prune;

import io.espalier.zoo.graph.Longs;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to cut.
 *
 * @param removed by group id, in the order of ids: the units to remove, ascending; a group that loses nothing is absent
 */
public record PruningPlan(Map<String, Longs> removed) {
    private static final PruningPlan NOTHING = new PruningPlan(Map.of());

    public PruningPlan {
        Map<String, Longs> copy = new TreeMap<>();
        removed.forEach((group, units) -> {
            requireAscending(group, units);
            if (!units.isEmpty()) {
                copy.put(group, units);
            }
        });
        removed = Collections.unmodifiableMap(copy);
    }

    /** The plan that removes nothing. */
    public static PruningPlan nothing() {
        return NOTHING;
    }

    /** The units that a group loses; empty when none. */
    public Longs removed(String group) {
        return removed.getOrDefault(group, Longs.of());
    }

    public boolean isEmpty() {
        return removed.isEmpty();
    }

    private static void requireAscending(String group, Longs units) {
        for (int i = 0; i < units.size(); i++) {
            if (units.at(i) < (i == 0 ? 0 : units.at(i - 1) + 1)) {
                throw new IllegalArgumentException(
                        "The units %s removed from the group (%s) must be 0 or more, ascending and distinct."
                                .formatted(units, group));
            }
        }
    }
}
