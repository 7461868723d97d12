package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Longs;
import java.util.HashMap;
import java.util.Map;

/** A plan in the making: removes unit after unit, but never the last of a group or the last channel of an axis. */
final class Removal {
    private final UnitPlaces places;
    private final boolean[] removed;
    /** By axis and position; only of axes on which units overlap, else empty. */
    private final boolean[][] gone;

    private final int[] left;
    private final int[] leftInGroup;

    Removal(ChannelGroups groups) {
        this(new UnitPlaces(groups));
    }

    Removal(UnitPlaces places) {
        this.places = places;
        removed = new boolean[places.groups().units()];
        left = places.sizes();
        gone = new boolean[left.length][];
        for (int axis = 0; axis < left.length; axis++) {
            gone[axis] = new boolean[places.overlaps(axis) ? left[axis] : 0];
        }
        leftInGroup = places.unitsOfGroup();
    }

    /** Removes a unit unless that would empty its group or an axis; returns whether it did. */
    boolean remove(int unit) {
        int group = places.groupOf(unit);
        if (removed[unit] || leftInGroup[group] == 1) {
            return false;
        }
        for (UnitPlaces.Place place : places.of(unit)) {
            if (left[place.axis()] <= leaving(place)) {
                return false;
            }
        }
        for (UnitPlaces.Place place : places.of(unit)) {
            left[place.axis()] -= leaving(place);
            if (places.overlaps(place.axis())) {
                for (int position : place.positions()) {
                    gone[place.axis()][position] = true;
                }
            }
        }
        leftInGroup[group]--;
        removed[unit] = true;
        return true;
    }

    /** How many of the positions have not gone with other units already. */
    private int leaving(UnitPlaces.Place place) {
        if (!places.overlaps(place.axis())) {
            return place.positions().length;
        }
        int leaving = 0;
        for (int position : place.positions()) {
            leaving += gone[place.axis()][position] ? 0 : 1;
        }
        return leaving;
    }

    PruningPlan plan() {
        Map<String, Longs> plan = new HashMap<>();
        int group = 0;
        for (ChannelGroup each : places.groups().prunable()) {
            int units = each.channels();
            if (leftInGroup[group] < units) {
                plan.put(each.id(), removedUnits(places.groups().firstUnit(each.id()), units, leftInGroup[group]));
            }
            group++;
        }
        return new PruningPlan(plan);
    }

    private Longs removedUnits(int first, int units, int kept) {
        long[] numbers = new long[units - kept];
        int next = 0;
        for (int unit = 0; unit < units; unit++) {
            if (removed[first + unit]) {
                numbers[next++] = unit;
            }
        }
        return Longs.of(numbers);
    }
}
