package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelAxis;
import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Longs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A plan in the making: removes unit after unit, but never the last of a group or the last channel of an axis. */
final class Removal {
    private final ChannelGroups groups;
    private final boolean[] removed;
    private final boolean[][] gone;
    private final int[] left;
    private final int[] leftInGroup;
    private final int[] groupOfUnit;
    private final List<List<Place>> places;

    /** Where a unit is on an axis. */
    private record Place(int axis, int[] positions) {}

    Removal(ChannelGroups groups) {
        this.groups = groups;
        removed = new boolean[groups.units()];
        left = groups.axes().stream().mapToInt(ChannelAxis::size).toArray();
        gone = Arrays.stream(left).mapToObj(boolean[]::new).toArray(boolean[][]::new);
        groupOfUnit = new int[groups.units()];
        leftInGroup =
                groups.prunable().stream().mapToInt(ChannelGroup::channels).toArray();
        int unit = 0;
        for (int group = 0; group < leftInGroup.length; group++) {
            Arrays.fill(groupOfUnit, unit, unit + leftInGroup[group], group);
            unit += leftInGroup[group];
        }
        places = placesOf(groups);
    }

    private static List<List<Place>> placesOf(ChannelGroups groups) {
        List<List<Place>> places = new ArrayList<>();
        for (int unit = 0; unit < groups.units(); unit++) {
            places.add(new ArrayList<>());
        }
        for (ChannelAxis axis : groups.axes()) {
            Map<Integer, List<Integer>> positions = new LinkedHashMap<>();
            for (int position = 0; position < axis.size(); position++) {
                for (int unit : axis.units(position)) {
                    positions.computeIfAbsent(unit, first -> new ArrayList<>()).add(position);
                }
            }
            positions.forEach((unit, own) -> places.get(unit)
                    .add(new Place(
                            axis.number(),
                            own.stream().mapToInt(Integer::intValue).toArray())));
        }
        return places;
    }

    /** Removes a unit unless that would empty its group or an axis; returns whether it did. */
    boolean remove(int unit) {
        if (removed[unit] || leftInGroup[groupOfUnit[unit]] == 1) {
            return false;
        }
        for (Place place : places.get(unit)) {
            if (left[place.axis()] <= leaving(place)) {
                return false;
            }
        }
        for (Place place : places.get(unit)) {
            left[place.axis()] -= leaving(place);
            for (int position : place.positions()) {
                gone[place.axis()][position] = true;
            }
        }
        leftInGroup[groupOfUnit[unit]]--;
        removed[unit] = true;
        return true;
    }

    /** How many of the positions have not gone with other units already. */
    private int leaving(Place place) {
        int leaving = 0;
        for (int position : place.positions()) {
            leaving += gone[place.axis()][position] ? 0 : 1;
        }
        return leaving;
    }

    PruningPlan plan() {
        Map<String, Longs> plan = new LinkedHashMap<>();
        for (ChannelGroup group : groups.prunable()) {
            int first = groups.firstUnit(group.id());
            plan.put(
                    group.id(),
                    Longs.of(IntStream.range(0, group.channels())
                            .filter(unit -> removed[first + unit])
                            .asLongStream()
                            .toArray()));
        }
        return new PruningPlan(plan);
    }
}
