package io.espalier.profile.measure;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.zoo.graph.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the widths that pay from a profile. */
public final class WidthDivisors {
    /** Lanes of the vectors of most processors; used where nothing was measured. */
    private static final int UNKNOWN = 8;
    /** A kernel that takes less than this share of the average one does not say which widths are offered. */
    private static final double NEGLIGIBLE = .25;

    private WidthDivisors() {}

    /**
     * The divisor of a channel group, in units: kept counts that are multiples of it lie on a step of every kernel axis
     * that the group feeds. Never more than the group's units; what the device's sheet says where nothing was swept, else 8
     * channels.
     */
    public static int ofGroup(HardwareProfile profile, WidthSweep sweep, Precision precision) {
        if (sweep.units() == 1) {
            return 1;
        }
        List<Kernel> parent = Kernels.of(sweep.atUnits().apply(sweep.units()).graph(), precision);
        Map<String, KernelKey> cut = new HashMap<>();
        Kernels.of(sweep.atUnits().apply(sweep.units() - 1).graph(), precision)
                .forEach(kernel -> cut.put(kernel.node(), kernel.key()));
        double negligibleUs = NEGLIGIBLE * averageUs(profile, parent);
        int divisor = 1;
        for (Kernel kernel : parent) {
            KernelKey narrower = cut.get(kernel.node());
            if (narrower != null && latencyUs(profile, kernel.key()) >= negligibleUs) {
                divisor = Math.max(divisor, inUnits(profile, kernel, narrower));
            }
        }
        return Math.min(divisor, sweep.units());
    }

    /** The divisor of the axis in which the kernels differ, in units of their difference. */
    private static int inUnits(HardwareProfile profile, Kernel kernel, KernelKey narrower) {
        int in = kernel.key().inChannels() - narrower.inChannels();
        int out = kernel.key().outChannels() - narrower.outChannels();
        if (in <= 0 && out <= 0) {
            return 1;
        }
        Axis one = in > 0 ? Axis.IN : Axis.OUT;
        int channels = ofAxis(profile, kernel, in > 0 && out > 0 ? Axis.BOTH : one);
        int channelsOfUnit = Math.max(in, out);
        return Math.max(1, (channels + channelsOfUnit - 1) / channelsOfUnit);
    }

    private static double averageUs(HardwareProfile profile, List<Kernel> kernels) {
        return kernels.stream()
                .filter(kernel -> kernel.key().isWeighted())
                .mapToDouble(kernel -> latencyUs(profile, kernel.key()))
                .average()
                .orElse(0);
    }

    private static double latencyUs(HardwareProfile profile, KernelKey kernel) {
        return profile.kernel(kernel).map(known -> known.latency().p10Us()).orElse(0.0);
    }

    /**
     * The divisor of one axis of a kernel, in channels; where nothing was swept what the device's sheet says, else 8; 1 for
     * unweighted kernels.
     */
    public static int ofAxis(HardwareProfile profile, Kernel kernel, Axis axis) {
        if (!kernel.key().isWeighted()) {
            return 1;
        }
        return profile.steps()
                .divisor(kernel.key(), axis)
                .orElseGet(() -> profile.sheet()
                        .map(sheet -> sheet.step(kernel.key(), axis))
                        .orElse(UNKNOWN));
    }

    /** What {@link #ofGroup} answers for several precisions and profiles together: the divisors of all, ascending. */
    public static List<Integer> ofGroup(List<HardwareProfile> profiles, WidthSweep sweep, List<Precision> precisions) {
        return profiles.stream()
                .flatMap(profile -> precisions.stream().map(precision -> ofGroup(profile, sweep, precision)))
                .distinct()
                .sorted()
                .toList();
    }
}
