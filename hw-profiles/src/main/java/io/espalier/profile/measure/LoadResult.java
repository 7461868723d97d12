package io.espalier.profile.measure;

import java.util.OptionalDouble;

/**
 * What a machine did under load.
 *
 * @param inferences examples computed by all copies together
 * @param seconds that it took
 * @param millijoules of one example: all that the machine drew meanwhile, shared out; empty where no meter tells
 */
public record LoadResult(long inferences, double seconds, OptionalDouble millijoules) {
    public LoadResult {
        if (inferences < 1 || !(seconds > 0)) {
            throw new IllegalArgumentException(
                    "A load must have inferences (%d) and take time (%s s).".formatted(inferences, seconds));
        }
    }

    public double inferencesPerSecond() {
        return inferences / seconds;
    }
}
