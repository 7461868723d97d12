package io.espalier.profile.measure;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts blocks against time: how far, how long to go, and whether the limit is over. */
final class MeasurementClock {
    private static final long CHECKPOINT_NANOS = Duration.ofSeconds(10).toNanos();

    /** More would not fit into nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final LongSupplier nanoTime;
    private final MeasurementListener listener;
    private final String what;
    private final long startNanos;
    private final long limitNanos;
    private long lastCheckpointNanos;
    private long done;
    private long total;

    MeasurementClock(String what, long total, Duration limit, LongSupplier nanoTime, MeasurementListener listener) {
        this.what = what;
        this.total = total;
        this.nanoTime = nanoTime;
        this.listener = listener;
        startNanos = nanoTime.getAsLong();
        lastCheckpointNanos = startNanos;
        limitNanos = limit.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : limit.toNanos();
    }

    boolean isOver() {
        return elapsed() >= limitNanos;
    }

    /** Another block is done; it was {@code planned} or must be made up for. */
    void blockDone(boolean planned) {
        done++;
        if (!planned) {
            total++;
        }
        long left = Math.min(limitNanos - elapsed(), elapsed() / done * Math.max(0, total - done));
        listener.progressed(what, done, Math.max(done, total), Duration.ofNanos(Math.max(0, left)));
    }

    /** Whether it is time to keep what is known; asked once, it is some time until the next. */
    boolean isCheckpointDue() {
        long now = nanoTime.getAsLong();
        if (now - lastCheckpointNanos < CHECKPOINT_NANOS) {
            return false;
        }
        lastCheckpointNanos = now;
        return true;
    }

    private long elapsed() {
        return nanoTime.getAsLong() - startNanos;
    }
}
