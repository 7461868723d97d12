package io.espalier.search;

import java.util.function.LongSupplier;

/** Seconds that a training step takes as a function of MACs, learnt from the steps seen so far. */
final class Pace {
    /** Share of a step of the parent that does not depend on MACs. */
    private static final double FIXED = .2;

    private static final double FORGETTING = .02;
    private static final int WARM_UP = 2;

    private final double parentMacs;
    private final LongSupplier nanoTime;
    private long lastNanos;
    private double parentSeconds;
    private int seen;

    Pace(double parentMacs, LongSupplier nanoTime) {
        this.parentMacs = parentMacs;
        this.nanoTime = nanoTime;
    }

    /** A step of a training is over. @param step from 1 */
    void stepped(int step, double macs) {
        long now = nanoTime.getAsLong();
        if (step > WARM_UP) {
            double seconds = (now - lastNanos) / 1e9 / relative(macs);
            seen++;
            parentSeconds += Math.max(FORGETTING, 1.0 / seen) * (seconds - parentSeconds);
        }
        lastNanos = now;
    }

    boolean isKnown() {
        return seen > 0;
    }

    /** Seconds of one step of a network of so many MACs. */
    double seconds(double macs) {
        return Math.max(1e-4, parentSeconds) * relative(macs);
    }

    private double relative(double macs) {
        return FIXED + (1 - FIXED) * macs / parentMacs;
    }
}
