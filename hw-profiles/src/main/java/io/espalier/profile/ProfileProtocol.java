package io.espalier.profile;

/**
 * How a profile was measured.
 *
 * @param warmup runs before the first that counts, a session
 * @param runsPerBlock runs whose mean (without the slowest) is one block
 * @param rounds interleaved rounds, one block of every network each
 * @param seed of the order within a round
 * @param slowModePercent a block beside which the anchors are this much above their quiet level is measured again
 */
public record ProfileProtocol(int warmup, int runsPerBlock, int rounds, long seed, double slowModePercent) {
    public ProfileProtocol {
        if (warmup < 0 || runsPerBlock < 1 || rounds < 1 || !(slowModePercent > 0)) {
            throw new IllegalArgumentException(
                    "Warm-up (%d) must be 0 or more, runs a block (%d) and rounds (%d) 1 or more, the slow mode (%s %%) positive."
                            .formatted(warmup, runsPerBlock, rounds, slowModePercent));
        }
    }

    /** What is known of numbers that others measured, or nobody: each counts as one block of one run. */
    public static ProfileProtocol notKnown() {
        return new ProfileProtocol(0, 1, 1, 0, 100);
    }

    public static ProfileProtocol standard() {
        return new ProfileProtocol(2, 8, 5, 1, 12);
    }

    /** With fewer blocks a kernel or a network is not well known. */
    public int enoughBlocks() {
        return (rounds + 1) / 2;
    }
}
