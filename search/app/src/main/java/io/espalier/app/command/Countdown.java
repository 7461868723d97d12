package io.espalier.app.command;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long what is counted still takes, at its pace since it began to count, or began again. */
final class Countdown {
    private final LongSupplier nanoTime;
    private long since;
    private long from;
    private long last = Long.MAX_VALUE;

    Countdown(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Zero while nothing tells the pace. @param done less than before when it begins again */
    Duration left(long done, long total) {
        long now = nanoTime.getAsLong();
        if (done < last) {
            since = now;
            from = done;
        }
        last = done;
        long counted = done - from;
        return counted == 0 ? Duration.ZERO : Duration.ofNanos((now - since) / counted * (total - done));
    }
}
