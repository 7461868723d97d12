package io.espalier.profile.measure;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.profile.KernelLatency;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * How often a measured width of a kernel axis is free, because a wider one costs no more, and how often that depends on
 * the other axis. Wants no step of one size, so it also tells of devices whose tables have few widths.
 *
 * @param widths measured, of rows with enough of them at one width of the other axis
 * @param free how many of these are not worth having
 * @param compared widths that two neighbouring rows have in common
 * @param changed how many of these are worth having in one of the two rows alone
 */
public record FreeWidths(Precision precision, Axis axis, int widths, int free, int compared, int changed) {
    private static final int FEWEST_WIDTHS = 4;
    private static final double SHARE = .02;

    /** Of each precision and axis for which rows were measured. */
    public static List<FreeWidths> of(HardwareProfile profile) {
        List<FreeWidths> found = new ArrayList<>();
        for (Precision precision : profile.kernels().stream()
                .map(kernel -> kernel.key().precision())
                .distinct()
                .sorted(Comparator.comparingInt(one -> -one.weightBits()))
                .toList()) {
            for (Axis axis : List.of(Axis.IN, Axis.OUT)) {
                FreeWidths free = of(profile, precision, axis);
                if (free.widths() > 0) {
                    found.add(free);
                }
            }
        }
        return found;
    }

    private static FreeWidths of(HardwareProfile profile, Precision precision, Axis axis) {
        Map<KernelKey, NavigableMap<Integer, NavigableMap<Integer, Double>>> families = new LinkedHashMap<>();
        for (KernelLatency kernel : profile.kernels()) {
            KernelKey key = kernel.key();
            if (key.isWeighted()
                    && !key.kind().equals("dwconv")
                    && key.precision().equals(precision)) {
                int width = axis == Axis.OUT ? key.outChannels() : key.inChannels();
                int other = axis == Axis.OUT ? key.inChannels() : key.outChannels();
                families.computeIfAbsent(key.family(), family -> new TreeMap<>())
                        .computeIfAbsent(other, row -> new TreeMap<>())
                        .put(width, kernel.latency().p10Us());
            }
        }
        int[] sums = new int[4];
        for (NavigableMap<Integer, NavigableMap<Integer, Double>> family : families.values()) {
            family.values().removeIf(row -> row.size() < FEWEST_WIDTHS);
            NavigableMap<Integer, Double> before = new TreeMap<>();
            for (NavigableMap<Integer, Double> row : family.values()) {
                sums[0] += row.size();
                sums[1] += row.size() - WorthyWidths.of(row, SHARE).size();
                compare(before, row, sums);
                before = row;
            }
        }
        return new FreeWidths(precision, axis, sums[0], sums[1], sums[2], sums[3]);
    }

    private static void compare(Map<Integer, Double> one, Map<Integer, Double> two, int[] sums) {
        Set<Integer> worthy = new HashSet<>(worthyAmong(one, two.keySet()));
        Set<Integer> other = new HashSet<>(worthyAmong(two, one.keySet()));
        for (int width : one.keySet()) {
            if (two.containsKey(width)) {
                sums[2]++;
                sums[3] += worthy.contains(width) == other.contains(width) ? 0 : 1;
            }
        }
    }

    /** The widths of {@code row} worth having when there are only those that are in {@code also}. */
    private static List<Integer> worthyAmong(Map<Integer, Double> row, Set<Integer> also) {
        NavigableMap<Integer, Double> common = new TreeMap<>(row);
        common.keySet().retainAll(also);
        return WorthyWidths.of(common, SHARE);
    }
}
