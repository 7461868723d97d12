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
    private int lastStep;
    private double parentSeconds;
    private int seen;

    Pace(double parentMacs, LongSupplier nanoTime) {
        this.parentMacs = parentMacs;
        this.nanoTime = nanoTime;
    }

    /** A training begins. */
    void begins() {
        lastNanos = nanoTime.getAsLong();
        lastStep = 0;
    }

    /** A training that has begun made its steps up to this one. @param step from 1 */
    void stepped(int step, double macs) {
        long now = nanoTime.getAsLong();
        if (step > WARM_UP && step > lastStep) {
            double seconds = (now - lastNanos) / 1e9 / (step - lastStep) / relative(macs);
            seen++;
            parentSeconds += Math.max(FORGETTING, 1.0 / seen) * (seconds - parentSeconds);
        }
        lastNanos = now;
        lastStep = step;
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
