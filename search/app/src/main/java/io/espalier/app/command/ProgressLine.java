package io.espalier.app.command;

import io.espalier.training.TrainingListener;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * One progress bar on standard error: drawn over itself where a person watches, a line now and then where the output is
 * kept. Thread-safe.
 */
final class ProgressLine implements AutoCloseable {
    private static final int WIDTH = 110;
    private static final int WATCHED_MILLIS = 500;
    private static final int KEPT_MILLIS = 15_000;

    private final Surroundings surroundings;
    private final String task;
    private final boolean watched;
    private final Countdown countdown = new Countdown(System::nanoTime);
    private @Nullable ProgressBar bar;
    private volatile Duration left = Duration.ZERO;

    private ProgressLine(Surroundings surroundings, String task, boolean watched) {
        this.surroundings = surroundings;
        this.task = task;
        this.watched = watched;
    }

    /** A bar that appears with the first {@link #show}. */
    static ProgressLine open(Surroundings surroundings, String task) {
        return new ProgressLine(surroundings, task, System.console() != null);
    }

    /**
     * Moves the bar.
     *
     * @param message what is being done, or how it stands
     * @param timeLeft as is known
     */
    synchronized void show(String message, long done, long total, Duration timeLeft) {
        left = timeLeft;
        ProgressBar shown = bar;
        if (shown == null) {
            shown = start(total);
            bar = shown;
        }
        shown.maxHint(total);
        shown.stepTo(done);
        shown.setExtraMessage(" " + message);
    }

    /** Moves the bar; the time left follows from the pace since it began to count, or began again. */
    synchronized void show(String message, long done, long total) {
        show(message, done, total, countdown.left(done, total));
    }

    /** Shows a training by its loss. */
    TrainingListener ofTraining() {
        return (step, of, loss) -> show(String.format(Locale.ROOT, "loss %.3f", loss), step, of);
    }

    private ProgressBar start(long total) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(watched ? WATCHED_MILLIS : KEPT_MILLIS)
                .setEtaFunction(state -> Optional.of(left))
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
                .build();
    }

    private void draw(String line) {
        if (watched) {
            surroundings.err().print('\r' + line);
        } else {
            surroundings.err().println(line.stripTrailing());
        }
        surroundings.err().flush();
    }

    @Override
    public synchronized void close() {
        if (bar == null) {
            return;
        }
        bar.close();
        bar = null;
        if (watched) {
            surroundings.err().println();
            surroundings.err().flush();
        }
    }
}
