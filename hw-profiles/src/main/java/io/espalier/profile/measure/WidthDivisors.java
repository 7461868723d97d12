package io.espalier.profile.measure;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.zoo.graph.Precision;
import java.util.List;

/** Reads the widths that pay from a profile. */
public final class WidthDivisors {
    private WidthDivisors() {}

    /**
     * The divisor of a channel group, in units: kept counts that are multiples of it lie on a step of every kernel axis
     * that the group feeds. Never more than the group's units; 8 channels where the profile does not tell.
     */
    public static int ofGroup(HardwareProfile profile, WidthSweep sweep, Precision precision) {
        throw new UnsupportedOperationException("Reading divisors is not part of this build yet.");
    }

    /** The divisor of one axis of a kernel, in channels; 8 where the profile does not tell, 1 for unweighted kernels. */
    public static int ofAxis(HardwareProfile profile, Kernel kernel, Axis axis) {
        throw new UnsupportedOperationException("Reading divisors is not part of this build yet.");
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
