package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelAxis;
import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Longs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** A plan in the making: removes unit after unit, but never the last of a group or the last channel of an axis. */
final class Removal {
    private final ChannelGroups groups;
    private final boolean[] removed;
    private final int[] left;
    private final int[] leftInGroup;
    private final int[] groupOfUnit;
    /** By unit: the axes it is on, and on how many positions, in turn. */
    private final int[][] places;

    Removal(ChannelGroups groups) {
        this.groups = groups;
        removed = new boolean[groups.units()];
        left = groups.axes().stream().mapToInt(ChannelAxis::size).toArray();
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

    private static int[][] placesOf(ChannelGroups groups) {
        int[][] places = new int[groups.units()][0];
        for (ChannelAxis axis : groups.axes()) {
            for (int position = 0; position < axis.size(); position++) {
                int unit = axis.unit(position);
                if (unit >= 0) {
                    int[] own = places[unit];
                    if (own.length > 0 && own[own.length - 2] == axis.number()) {
                        own[own.length - 1]++;
                    } else {
                        places[unit] = Arrays.copyOf(own, own.length + 2);
                        places[unit][own.length] = axis.number();
                        places[unit][own.length + 1] = 1;
                    }
                }
            }
        }
        return places;
    }

    /** Removes a unit unless that would empty its group or an axis; returns whether it did. */
    boolean remove(int unit) {
        if (removed[unit] || leftInGroup[groupOfUnit[unit]] == 1) {
            return false;
        }
        int[] own = places[unit];
        for (int i = 0; i < own.length; i += 2) {
            if (left[own[i]] <= own[i + 1]) {
                return false;
            }
        }
        for (int i = 0; i < own.length; i += 2) {
            left[own[i]] -= own[i + 1];
        }
        leftInGroup[groupOfUnit[unit]]--;
        removed[unit] = true;
        return true;
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
