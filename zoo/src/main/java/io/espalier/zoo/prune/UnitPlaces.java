package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelAxis;
import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the units of a network's prunable groups are on its axes. Made once for many cuts; immutable. */
final class UnitPlaces {
    private final ChannelGroups groups;
    private final int[] sizes;
    private final boolean[] overlapping;
    private final int[] groupOfUnit;
    private final int[] unitsOfGroup;
    private final List<List<Place>> places;

    /** Where a unit is on an axis. */
    record Place(int axis, int[] positions) {}

    UnitPlaces(ChannelGroups groups) {
        this.groups = groups;
        sizes = groups.axes().stream().mapToInt(ChannelAxis::size).toArray();
        overlapping = new boolean[sizes.length];
        groupOfUnit = new int[groups.units()];
        unitsOfGroup =
                groups.prunable().stream().mapToInt(ChannelGroup::channels).toArray();
        int unit = 0;
        for (int group = 0; group < unitsOfGroup.length; group++) {
            Arrays.fill(groupOfUnit, unit, unit + unitsOfGroup[group], group);
            unit += unitsOfGroup[group];
        }
        places = new ArrayList<>();
        for (int i = 0; i < groups.units(); i++) {
            places.add(new ArrayList<>());
        }
        groups.axes().forEach(this::place);
    }

    private void place(ChannelAxis axis) {
        Map<Integer, List<Integer>> positions = new LinkedHashMap<>();
        for (int position = 0; position < axis.size(); position++) {
            int[] own = axis.units(position);
            overlapping[axis.number()] |= own.length > 1;
            for (int unit : own) {
                positions.computeIfAbsent(unit, first -> new ArrayList<>()).add(position);
            }
        }
        positions.forEach((unit, own) -> places.get(unit)
                .add(new Place(
                        axis.number(), own.stream().mapToInt(Integer::intValue).toArray())));
    }

    ChannelGroups groups() {
        return groups;
    }

    /** Positions of each uncut axis. */
    int[] sizes() {
        return sizes.clone();
    }

    /** Whether a position of the axis belongs to two units at once. */
    boolean overlaps(int axis) {
        return overlapping[axis];
    }

    /** The place of a unit's group among the prunable ones. */
    int groupOf(int unit) {
        return groupOfUnit[unit];
    }

    /** Units of each prunable group. */
    int[] unitsOfGroup() {
        return unitsOfGroup.clone();
    }

    List<Place> of(int unit) {
        return places.get(unit);
    }
}
