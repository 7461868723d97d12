package io.espalier.app.command;

import io.espalier.profile.measure.MeasurementListener;
import java.time.Duration;

/** Shows a measurement as a progress bar. */
final class MeasurementProgress implements MeasurementListener {
    private final ProgressLine line;

    MeasurementProgress(ProgressLine line) {
        this.line = line;
    }

    @Override
    public void progressed(String what, long done, long total, Duration left) {
        line.show(what, done, total, left);
    }
}
