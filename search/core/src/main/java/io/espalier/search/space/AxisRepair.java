package io.espalier.search.space;

import io.espalier.zoo.graph.Precision;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts kernel axes that are sums over several groups back on a step of the device, by keeping a few more units. One
 * channel off a step can cost a quarter of a kernel's speed, so the wider network is the faster one.
 */
final class AxisRepair {
    private static final int PASSES = 3;

    private final AxisDivisors divisors;

    AxisRepair(AxisDivisors divisors) {
        this.divisors = divisors;
    }

    /** Raises counts in {@code kept} (by group) until each axis is on a step, or nothing is left to raise. */
    void repair(List<KernelAxis> axes, Map<String, Integer> units, Map<String, Integer> kept, Precision precision) {
        for (int pass = 0; pass < PASSES; pass++) {
            boolean changed = false;
            for (KernelAxis axis : axes) {
                if (axis.channelsPerUnit().size() > 1) {
                    changed |= raise(axis, units, kept, divisors.divisor(axis.node(), axis.axis(), precision));
                }
            }
            if (!changed) {
                return;
            }
        }
    }

    private static boolean raise(KernelAxis axis, Map<String, Integer> units, Map<String, Integer> kept, int divisor) {
        boolean changed = false;
        while (true) {
            int width = axis.width(kept, units);
            if (width == axis.full() || width % divisor == 0) {
                return changed;
            }
            // One group takes it all where it can: the others stay on the steps of their own axes.
            Optional<String> group = axis.channelsPerUnit().keySet().stream()
                    .filter(id -> slack(id, units, kept) > 0)
                    .min(Comparator.<String>comparingInt(id -> -slack(id, units, kept))
                            .thenComparing(id -> id));
            if (group.isEmpty()) {
                return changed;
            }
            int missing = Math.min(axis.full(), (width / divisor + 1) * divisor) - width;
            int perUnit = axis.channelsPerUnit().getOrDefault(group.get(), 1);
            int more = Math.min((missing + perUnit - 1) / perUnit, slack(group.get(), units, kept));
            kept.merge(group.get(), more, Integer::sum);
            changed = true;
        }
    }

    private static int slack(String group, Map<String, Integer> units, Map<String, Integer> kept) {
        Integer left = kept.get(group);
        Integer all = units.get(group);
        return left == null || all == null ? 0 : all - left;
    }
}
