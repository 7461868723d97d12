package io.espalier.profile.measure;

import java.util.function.IntFunction;

/**
 * The parent with one channel group cut to any width: what a sweep measures.
 *
 * @param group id of the channel group
 * @param units of the group in the parent
 * @param atUnits the parent with the first so many units of this group kept, 1 to {@code units}
 */
public record WidthSweep(String group, int units, IntFunction<NetworkRequest> atUnits) {
    public WidthSweep {
        if (units < 1) {
            throw new IllegalArgumentException(
                    "The group (%s) must have 1 unit or more, not %d.".formatted(group, units));
        }
    }
}
