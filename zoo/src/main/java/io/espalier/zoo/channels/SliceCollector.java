package io.espalier.zoo.channels;

import io.espalier.zoo.graph.Longs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns axes over units round: for each group, where its units are. */
final class SliceCollector {
    private final Propagation run;
    private final Map<String, Integer> firstUnits;
    private final Map<String, List<Optional<ChannelAxis>>> axesOfValues;
    private final String[] groupOfUnit;
    private final int[] sizeOfGroup;
    private final Map<String, List<ChannelSlice>> slices = new LinkedHashMap<>();
    private final Map<ChannelAxis, Map<String, List<Longs>>> positions = new IdentityHashMap<>();

    SliceCollector(
            Propagation run,
            Map<String, Integer> firstUnits,
            int units,
            Map<String, List<Optional<ChannelAxis>>> axesOfValues) {
        this.run = run;
        this.firstUnits = firstUnits;
        this.axesOfValues = axesOfValues;
        groupOfUnit = new String[units];
        sizeOfGroup = new int[units];
        List<String> ids = List.copyOf(firstUnits.keySet());
        for (int i = 0; i < ids.size(); i++) {
            int first = firstUnits.getOrDefault(ids.get(i), 0);
            int next = i + 1 < ids.size() ? firstUnits.getOrDefault(ids.get(i + 1), 0) : units;
            for (int unit = first; unit < next; unit++) {
                groupOfUnit[unit] = ids.get(i);
                sizeOfGroup[unit] = next - first;
            }
        }
    }

    /** By group id: weights first, then computed values. */
    Map<String, List<ChannelSlice>> collect() {
        axesOfValues.forEach((value, axes) -> {
            for (int axis = 0; axis < axes.size(); axis++) {
                int place = axis;
                axes.get(axis).ifPresent(units -> collect(value, place, units));
            }
        });
        return slices;
    }

    private void collect(String value, int axis, ChannelAxis units) {
        boolean weight = run.graph.weights().containsKey(value);
        positions
                .computeIfAbsent(units, this::byGroup)
                .forEach((group, places) -> slices.computeIfAbsent(group, id -> new ArrayList<>())
                        .add(new ChannelSlice(value, weight, axis, places)));
    }

    /** By group id: the positions of each of its units. */
    private Map<String, List<Longs>> byGroup(ChannelAxis units) {
        Map<String, List<List<Integer>>> byGroup = new LinkedHashMap<>();
        for (int position = 0; position < units.size(); position++) {
            for (int unit : units.units(position)) {
                String group = groupOfUnit[unit];
                byGroup.computeIfAbsent(group, id -> emptyLists(sizeOfGroup[unit]))
                        .get(unit - firstUnits.getOrDefault(group, 0))
                        .add(position);
            }
        }
        Map<String, List<Longs>> positionsByGroup = new LinkedHashMap<>();
        byGroup.forEach((group, places) ->
                positionsByGroup.put(group, places.stream().map(Longs::of).toList()));
        return positionsByGroup;
    }

    private static List<List<Integer>> emptyLists(int count) {
        List<List<Integer>> lists = new ArrayList<>(Collections.nCopies(count, List.of()));
        lists.replaceAll(empty -> new ArrayList<>(1));
        return lists;
    }
}
