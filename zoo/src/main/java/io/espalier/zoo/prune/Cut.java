package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelAxis;
import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Longs;
import java.util.Comparator;
import java.util.Map;

/** A plan applied to the numbered units: what is removed, and what stays of each axis. */
final class Cut {
    private final boolean[] removed;
    private final int[] kept;

    private Cut(boolean[] removed, int[] kept) {
        this.removed = removed;
        this.kept = kept;
    }

    /** @throws IllegalArgumentException when the plan does not fit the groups, or leaves an axis without channels */
    static Cut of(ChannelGroups groups, PruningPlan plan) {
        boolean[] removed = new boolean[groups.units()];
        for (Map.Entry<String, Longs> entry : plan.removed().entrySet()) {
            int first = groups.firstUnit(entry.getKey());
            int channels =
                    groups.group(entry.getKey()).map(ChannelGroup::channels).orElse(0);
            Longs units = entry.getValue();
            if (units.at(units.size() - 1) >= channels) {
                throw new IllegalArgumentException(
                        "The channel group (%s) has %d units; there is no unit %d.\nMaybe the plan was made for another model."
                                .formatted(entry.getKey(), channels, units.at(units.size() - 1)));
            }
            if (units.size() == channels) {
                throw new IllegalArgumentException(
                        "All %d units of the channel group (%s) would go; one has to stay.\nMaybe remove the whole block instead."
                                .formatted(channels, entry.getKey()));
            }
            for (int i = 0; i < units.size(); i++) {
                removed[first + units.intAt(i)] = true;
            }
        }
        int[] kept = new int[groups.axes().size()];
        for (ChannelAxis axis : groups.axes()) {
            kept[axis.number()] = axis.kept(0, axis.size(), removed);
            if (kept[axis.number()] == 0) {
                throw emptyAxis(groups, axis);
            }
        }
        return new Cut(removed, kept);
    }

    private static IllegalArgumentException emptyAxis(ChannelGroups groups, ChannelAxis axis) {
        String value = groups.axesOfValues().entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(each -> each.filter(axis::equals).isPresent()))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(groups.graph().weights()::containsKey))
                .findFirst()
                .orElse("");
        return new IllegalArgumentException(
                "All %d channels of the value (%s) would go; one has to stay.\nMaybe keep a unit of each part of a split group."
                        .formatted(axis.size(), value));
    }

    boolean[] removed() {
        return removed;
    }

    /** By number of the axis: how many of its positions stay. */
    int[] kept() {
        return kept.clone();
    }

    int kept(ChannelAxis axis) {
        return kept[axis.number()];
    }

    boolean loses(ChannelAxis axis) {
        return kept[axis.number()] < axis.size();
    }

    /** The positions that stay, ascending. */
    int[] positions(ChannelAxis axis) {
        int[] positions = new int[kept(axis)];
        int next = 0;
        for (int i = 0; i < axis.size(); i++) {
            if (axis.stays(i, removed)) {
                positions[next++] = i;
            }
        }
        return positions;
    }

    /** The positions that go, ascending. */
    int[] lost(ChannelAxis axis) {
        int[] positions = new int[axis.size() - kept(axis)];
        int next = 0;
        for (int i = 0; i < axis.size(); i++) {
            if (!axis.stays(i, removed)) {
                positions[next++] = i;
            }
        }
        return positions;
    }

    /** Indices into the uncut axis as indices into the cut one; those to positions that go are left out. */
    Longs renumbered(ChannelAxis axis, Longs indices) {
        return Longs.of(indices.stream()
                .filter(index -> axis.stays((int) index, removed))
                .map(index -> axis.kept(0, (int) index, removed))
                .toArray());
    }
}
