package io.espalier.search;

import java.time.Duration;

/**
 * What a wave of tunings takes besides its steps: before the first and behind the last. It is measured, and not what the
 * pace of the steps leaves over: on a machine that was busy for a while, that would take slow steps for overhead.
 */
final class WaveOverhead {
    private Duration started = Duration.ZERO;
    private Duration firstStep = Duration.ZERO;
    private Duration lastStep = Duration.ZERO;
    private double seconds;

    void waveStarts(Duration now) {
        started = now;
        firstStep = now;
        lastStep = now;
    }

    /** @param step from 1 */
    void stepped(int step, Duration now) {
        if (step == 1) {
            firstStep = now;
        }
        lastStep = now;
    }

    void waveIsOver(Duration now) {
        Duration before = firstStep.minus(started);
        seconds = before.plus(now.minus(lastStep)).toMillis() / 1000.0;
    }

    /** Of the last wave; 0 before one is over. */
    double seconds() {
        return seconds;
    }
}
