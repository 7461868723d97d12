package io.espalier.profile.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The parent with one channel group cut to any width: what a sweep measures.
 *
 * @param group id of the channel group
 * @param units of the group in the parent
 * @param atUnits the parent with the first so many units of this group kept, 1 to {@code units}
 */
public record WidthSweep(String group, int units, IntFunction<NetworkRequest> atUnits) {
    private static final int[] CUTS = {4, 8, 16, 32};
    private static final int[] CUTS_OF_NARROW = {2, 4, 8};
    private static final int NARROW = 16;

    public WidthSweep {
        if (units < 1) {
            throw new IllegalArgumentException(
                    "The group (%s) must have 1 unit or more, not %d.".formatted(group, units));
        }
    }

    /** The parent a little narrower: what shows on which widths the device has its steps. */
    public List<NetworkRequest> narrower() {
        List<NetworkRequest> networks = new ArrayList<>();
        for (int cut : units <= NARROW ? CUTS_OF_NARROW : CUTS) {
            if (cut < units) {
                networks.add(atUnits.apply(units - cut));
            }
        }
        return networks;
    }
}
