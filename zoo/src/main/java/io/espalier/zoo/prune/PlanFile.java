package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelAxis;
import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Longs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A pruning plan as a file: every computed tensor and every constant of the original network that loses channels, so
 * that anyone can mask the original and compare.
 *
 * @param model SHA-256 (hex) of the original's file
 * @param tensors removed indices by tensor and axis
 * @param weights removed indices by initializer (or output of a Constant node) and axis
 */
public record PlanFile(
        String model, Map<String, Map<Integer, Longs>> tensors, Map<String, Map<Integer, Longs>> weights) {
    public PlanFile {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /**
     * The file form of {@code plan}.
     *
     * @param model SHA-256 (hex) of the original's file
     */
    public static PlanFile of(String model, ChannelGroups groups, PruningPlan plan) {
        Cut cut = Cut.of(groups, plan);
        Map<String, Map<Integer, Longs>> tensors = new LinkedHashMap<>();
        Map<String, Map<Integer, Longs>> weights = new LinkedHashMap<>();
        groups.axesOfValues().forEach((value, axes) -> {
            Map<Integer, Longs> lost = new LinkedHashMap<>();
            for (int axis = 0; axis < axes.size(); axis++) {
                Optional<ChannelAxis> units = axes.get(axis).filter(cut::loses);
                if (units.isPresent()) {
                    lost.put(
                            axis,
                            Longs.of(Arrays.stream(cut.lost(units.get()))
                                    .asLongStream()
                                    .toArray()));
                }
            }
            if (!lost.isEmpty()) {
                (groups.graph().weights().containsKey(value) ? weights : tensors).put(value, lost);
            }
        });
        return new PlanFile(model, tensors, weights);
    }

    /**
     * The plan of a file.
     *
     * @throws IllegalArgumentException when the file is missing or not JSON of this form; the message names it
     */
    public static PlanFile read(Path file) {
        return PlanJson.read(file);
    }

    /** Writes the file whole. */
    public void write(Path file) {
        PlanJson.write(this, file);
    }

    /**
     * Checks that the plan was made for the model with this hash.
     *
     * @throws IllegalArgumentException when it was not
     */
    public void requireModel(String sha256) {
        if (!model.equals(sha256)) {
            throw new IllegalArgumentException(
                    "The pruning plan was made for the model with SHA-256 (%s), not (%s).\nMaybe the model was written again since; make a new plan with --plan-out."
                            .formatted(model, sha256));
        }
    }

    /**
     * The plan that removes just what is listed.
     *
     * @throws IllegalArgumentException when that is not a union of whole units of prunable groups
     */
    public PruningPlan plan(ChannelGroups groups) {
        boolean[] removed = new boolean[groups.units()];
        mark(groups, tensors, removed);
        mark(groups, weights, removed);
        Map<String, Longs> units = new LinkedHashMap<>();
        for (ChannelGroup group : groups.prunable()) {
            int first = groups.firstUnit(group.id());
            units.put(
                    group.id(),
                    Longs.of(IntStream.range(0, group.channels())
                            .filter(unit -> removed[first + unit])
                            .asLongStream()
                            .toArray()));
        }
        PruningPlan plan = new PruningPlan(units);
        PlanFile whole = of(model, groups, plan);
        requireSame(whole.tensors(), tensors);
        requireSame(whole.weights(), weights);
        return plan;
    }

    private static void mark(ChannelGroups groups, Map<String, Map<Integer, Longs>> places, boolean[] removed) {
        places.forEach((value, axes) -> axes.forEach((axis, indices) -> {
            List<Optional<ChannelAxis>> known = groups.axesOfValues().getOrDefault(value, List.of());
            Optional<ChannelAxis> units = axis >= 0 && axis < known.size() ? known.get(axis) : Optional.empty();
            Set<Long> listed = indices.stream().boxed().collect(Collectors.toSet());
            Set<Integer> staying = new HashSet<>();
            for (int position = 0; position < units.map(ChannelAxis::size).orElse(0); position++) {
                if (!listed.contains((long) position)) {
                    Arrays.stream(units.orElseThrow().units(position)).forEach(staying::add);
                }
            }
            for (long index : indices.toArray()) {
                int[] here = units.filter(found -> index >= 0 && index < found.size())
                        .map(found -> found.units((int) index))
                        .orElse(new int[0]);
                if (here.length == 0) {
                    throw new IllegalArgumentException(
                            "The pruning plan removes index %d on axis %d of (%s), which cannot be removed.\nMaybe the channel is frozen, or the plan was made for another model; inspect shows the groups."
                                    .formatted(index, axis, value));
                }
                // With one unit it is that; of a head and its dimension it is the one that is gone elsewhere too.
                Arrays.stream(here)
                        .filter(unit -> here.length == 1 || !staying.contains(unit))
                        .forEach(unit -> removed[unit] = true);
            }
        }));
    }

    private static void requireSame(Map<String, Map<Integer, Longs>> whole, Map<String, Map<Integer, Longs>> listed) {
        Set<String> values = new LinkedHashSet<>(whole.keySet());
        values.addAll(listed.keySet());
        for (String value : values) {
            Map<Integer, Longs> wanted = whole.getOrDefault(value, Map.of());
            Map<Integer, Longs> given = listed.getOrDefault(value, Map.of());
            Set<Integer> axes = new LinkedHashSet<>(wanted.keySet());
            axes.addAll(given.keySet());
            axes.forEach(axis -> requireSame(
                    value, axis, wanted.getOrDefault(axis, Longs.of()), given.getOrDefault(axis, Longs.of())));
        }
    }

    private static void requireSame(String value, int axis, Longs expected, Longs given) {
        if (!Arrays.equals(
                expected.toArray(), given.stream().sorted().distinct().toArray())) {
            throw new IllegalArgumentException(
                    "The pruning plan removes %s on axis %d of (%s), but with what it removes elsewhere %s go there.\nMaybe a channel is missing from the list; channels of one unit can only go together."
                            .formatted(given, axis, value, expected));
        }
    }
}
