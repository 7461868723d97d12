package io.espalier.search.space;

import io.espalier.zoo.graph.Precision;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a candidate means, in canonical form: two candidates that make the same network have equal recipes.
 *
 * @param removedBlocks ids
 * @param keptUnits by group id, of the groups that lose units; which ones are kept follows from their importance
 * @param precision by node of the parent as exported, of the kernels that are not {@link Precision#FP32}
 */
public record Recipe(
        SortedSet<String> removedBlocks, SortedMap<String, Integer> keptUnits, SortedMap<String, Precision> precision) {
    /** The parent as it is. */
    public static final Recipe PARENT = of(java.util.List.of(), Map.of(), Map.of());

    public Recipe {
        removedBlocks = Collections.unmodifiableSortedSet(new TreeSet<>(removedBlocks));
        keptUnits = Collections.unmodifiableSortedMap(new TreeMap<>(keptUnits));
        precision = Collections.unmodifiableSortedMap(new TreeMap<>(precision));
    }

    public static Recipe of(
            Collection<String> removedBlocks, Map<String, Integer> keptUnits, Map<String, Precision> precision) {
        return new Recipe(new TreeSet<>(removedBlocks), new TreeMap<>(keptUnits), new TreeMap<>(precision));
    }

    /** The same cut, all kernels in fp32: what is tuned. */
    public Recipe cut() {
        return of(removedBlocks, keptUnits, Map.of());
    }

    /** Whether nothing is cut: the parent, at whatever precision. */
    public boolean isWhole() {
        return removedBlocks.isEmpty() && keptUnits.isEmpty();
    }

    /** The one precision of all quantized kernels in words: {@code fp32}, {@code int8}, or {@code mixed}. */
    public String precisionName() {
        if (precision.isEmpty()) {
            return Precision.FP32.toString();
        }
        TreeSet<String> names = new TreeSet<>();
        precision.values().forEach(value -> names.add(value.toString()));
        return names.size() == 1 ? names.first() : "mixed";
    }

    /** Whether {@code other}'s cut keeps everything that this one keeps, and more or as much. */
    public boolean isWithin(Recipe other) {
        if (!removedBlocks.containsAll(other.removedBlocks)) {
            return false;
        }
        return other.keptUnits.entrySet().stream()
                .allMatch(entry ->
                        keptUnits.containsKey(entry.getKey()) && keptUnits.get(entry.getKey()) <= entry.getValue());
    }

    /** One line a part; equal exactly for equal recipes. */
    public String canonical() {
        return "blocks=%s%nwidths=%s%nprecision=%s%n"
                .formatted(removedBlocks, keptUnits, precision)
                .replace("\r", "");
    }
}
