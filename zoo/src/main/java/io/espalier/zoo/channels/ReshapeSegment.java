package io.espalier.zoo.channels;

import io.espalier.zoo.graph.Dim;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of axes of one shape that becomes a run of axes of another with the same product.
 *
 * @param isKnown whether all sizes are numbers; else the run is a middle whose free sizes cannot be told apart
 */
record ReshapeSegment(int inputFrom, int inputTo, int outputFrom, int outputTo, boolean isKnown) {

    boolean isOneToOne() {
        return inputTo - inputFrom == 1 && outputTo - outputFrom == 1 && isKnown;
    }

    /** The finest segments, matched from both ends; at most one is not known. */
    static List<ReshapeSegment> align(List<Dim> from, List<Dim> to) {
        List<ReshapeSegment> segments = new ArrayList<>();
        int[] next = {0, 0};
        int[] last = {from.size(), to.size()};
        while (next[0] < last[0] && next[1] < last[1]) {
            int[] taken = take(from, to, next, last, 1);
            if (taken.length == 0) {
                break;
            }
            segments.add(new ReshapeSegment(next[0], taken[0], next[1], taken[1], true));
            next = taken;
        }
        while (next[0] < last[0] && next[1] < last[1]) {
            int[] taken = take(from, to, last, next, -1);
            if (taken.length == 0) {
                break;
            }
            segments.add(new ReshapeSegment(taken[0], last[0], taken[1], last[1], true));
            last = taken;
        }
        if (next[0] < last[0] || next[1] < last[1]) {
            boolean known = from.subList(next[0], last[0]).stream().allMatch(Dim::isKnown)
                    && to.subList(next[1], last[1]).stream().allMatch(Dim::isKnown);
            segments.add(new ReshapeSegment(next[0], last[0], next[1], last[1], known));
        }
        return segments;
    }

    /** Moves both ends by {@code step} until the products agree; empty when a free size or the limit is in the way. */
    private static int[] take(List<Dim> from, List<Dim> to, int[] start, int[] limit, int step) {
        int before = step > 0 ? 0 : -1;
        Dim first = from.get(start[0] + before);
        Dim second = to.get(start[1] + before);
        int[] end = {start[0] + step, start[1] + step};
        if (first.equals(second)) {
            return end;
        }
        if (!first.isKnown() || !second.isKnown()) {
            return new int[0];
        }
        long left = first.size();
        long right = second.size();
        while (left != right) {
            int side = left < right ? 0 : 1;
            if (end[side] == limit[side]) {
                return new int[0];
            }
            Dim dim = (side == 0 ? from : to).get(end[side] + before);
            if (!dim.isKnown()) {
                return new int[0];
            }
            end[side] += step;
            if (side == 0) {
                left *= dim.size();
            } else {
                right *= dim.size();
            }
        }
        return end;
    }
}
