package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How wide each axis of a network becomes when groups keep so many units. Where every axis is a sum over whole groups,
 * whose units all take the same number of positions, that is arithmetic: which units stay does not matter, and none is
 * refused. Else the cut is planned. Immutable.
 */
public final class AxisWidths {
    private final WidthPlanner planner;
    private final List<ChannelGroup> prunable;
    private final int[] full;
    /** By axis, then by prunable group: positions of a unit. Empty when widths are no such sums. */
    private final int[][] positionsPerUnit;

    private AxisWidths(WidthPlanner planner) {
        this.planner = planner;
        UnitPlaces places = planner.places();
        prunable = places.groups().prunable();
        full = places.sizes();
        positionsPerUnit = positionsPerUnit(places);
    }

    public static AxisWidths of(WidthPlanner planner) {
        return new AxisWidths(planner);
    }

    private static int[][] positionsPerUnit(UnitPlaces places) {
        ChannelGroups groups = places.groups();
        int[][] perUnit = new int[groups.axes().size()][groups.prunable().size()];
        int[][] reached = new int[perUnit.length][groups.prunable().size()];
        for (int unit = 0; unit < groups.units(); unit++) {
            int group = places.groupOf(unit);
            for (UnitPlaces.Place place : places.of(unit)) {
                int axis = place.axis();
                int positions = place.positions().length;
                boolean isEven = perUnit[axis][group] == 0 || perUnit[axis][group] == positions;
                if (!isEven || places.overlaps(axis)) {
                    return new int[0][];
                }
                perUnit[axis][group] = positions;
                reached[axis][group]++;
            }
        }
        int[] units = places.unitsOfGroup();
        for (int[] own : reached) {
            for (int group = 0; group < units.length; group++) {
                if (own[group] != 0 && own[group] != units[group]) {
                    return new int[0][];
                }
            }
        }
        return perUnit;
    }

    /** Whether widths are sums over groups. */
    boolean areSums() {
        return positionsPerUnit.length == full.length;
    }

    /**
     * The width of each axis, by its number, that the cut by {@link WidthPlanner#plan} leaves. Throws like it.
     *
     * @param kept units by group id; groups not named keep all
     */
    public int[] of(Map<String, Integer> kept) {
        if (!areSums()) {
            return Cut.of(planner.places().groups(), planner.plan(kept)).kept();
        }
        kept.keySet().forEach(planner.places().groups()::firstUnit);
        List<int[]> losses = new ArrayList<>();
        for (int group = 0; group < prunable.size(); group++) {
            Integer keep = kept.get(prunable.get(group).id());
            if (keep != null) {
                int lost = prunable.get(group).channels() - WidthPlanner.requireWidth(prunable.get(group), keep);
                losses.add(new int[] {group, lost});
            }
        }
        int[] widths = full.clone();
        for (int axis = 0; axis < widths.length; axis++) {
            for (int[] loss : losses) {
                widths[axis] -= positionsPerUnit[axis][loss[0]] * loss[1];
            }
        }
        return widths;
    }
}
