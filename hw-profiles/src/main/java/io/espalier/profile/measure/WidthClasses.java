package io.espalier.profile.measure;

import io.espalier.profile.fusion.LayoutRules;
import io.espalier.zoo.channels.ChannelAxis;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which widths of a network's axes the rules of fusion treat alike. Immutable. */
final class WidthClasses {
    private final LayoutRules rules;
    private final List<SortedSet<Integer>> multiples;

    private WidthClasses(LayoutRules rules, List<SortedSet<Integer>> multiples) {
        this.rules = rules;
        this.multiples = multiples;
    }

    static WidthClasses of(ChannelGroups groups, LayoutRules rules) {
        BlockedLayout layout = new BlockedLayout(rules, groups.shapes());
        List<SortedSet<Integer>> multiples = new ArrayList<>();
        for (int i = 0; i < groups.axes().size(); i++) {
            multiples.add(new TreeSet<>(rules.multiples(List.of())));
        }
        for (Node node : groups.graph().nodes()) {
            SortedSet<Integer> told = rules.multiples(layout.names(node));
            for (String input : node.inputs()) {
                for (Optional<ChannelAxis> axis : groups.axesOfValues().getOrDefault(input, List.of())) {
                    axis.ifPresent(known -> multiples.get(known.number()).addAll(told));
                }
            }
        }
        return new WidthClasses(rules, multiples);
    }

    /** One character an axis; empty when the rules look at the number of a small width itself. */
    Optional<String> nameOf(int[] widths) {
        char[] name = new char[widths.length];
        for (int axis = 0; axis < name.length; axis++) {
            int width = widths[axis];
            if (width < 1 || !rules.isLikeLarge(width)) {
                return Optional.empty();
            }
            int bits = 0;
            for (int multiple : multiples.get(axis)) {
                bits = 2 * bits + (width % multiple == 0 ? 1 : 0);
            }
            name[axis] = (char) ('0' + bits);
        }
        return Optional.of(new String(name));
    }

    /** The {@code number}-th width about {@code from} that is treated as {@code width} is. */
    int alike(int width, int from, int number) {
        int period = rules.period();
        return (from / period + number) * period + width % period;
    }
}
