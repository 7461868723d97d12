package io.espalier.search;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Divides the wall time of a run backwards from its end: measuring and export keep their share, then tuning, then the
 * first rung, and profiling gets what it may take at most. Without a limit every phase takes what it needs.
 */
final class TimePlan {
    private static final double PROFILE_SHARE = .2;
    private static final double EXPORT_SHARE = .09;
    private static final double TUNING_SHARE = .68;
    private static final Duration LONGEST_EXPORT = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofDays(30);

    private final InstantSource clock;
    private final Instant started;
    private final @Nullable Duration limit;

    /** @param started when the run began; a resumed one began earlier by what it has used */
    TimePlan(InstantSource clock, Instant started, Optional<Duration> limit) {
        this.clock = clock;
        this.started = started;
        this.limit = limit.orElse(null);
    }

    boolean isLimited() {
        return limit != null;
    }

    Duration used() {
        return Duration.between(started, clock.instant());
    }

    /** Until the end of the run; never negative. */
    Duration left() {
        return limit == null ? LONG : positive(limit.minus(used()));
    }

    /** What profiling may still take. */
    Duration forProfile() {
        return limit == null ? LONG : positive(share(limit, PROFILE_SHARE).minus(used()));
    }

    /** What measuring and exporting will need. */
    Duration forExport() {
        if (limit == null) {
            return Duration.ofMinutes(2);
        }
        Duration share = share(limit, EXPORT_SHARE);
        return share.compareTo(LONGEST_EXPORT) < 0 ? share : LONGEST_EXPORT;
    }

    /** Until export must begin. */
    Duration untilExport() {
        return limit == null ? LONG : positive(left().minus(forExport()));
    }

    /** What tuning still has; empty where no time is set. */
    Optional<Duration> leftOfTuning() {
        return isLimited() ? Optional.of(untilExport()) : Optional.empty();
    }

    /** What the first rung may take when it begins now. */
    Duration forFirstRung() {
        return limit == null ? LONG : share(untilExport(), 1 - TUNING_SHARE);
    }

    /** What tuning will have when the first rung begins now. */
    Duration forTuning() {
        return limit == null ? LONG : share(untilExport(), TUNING_SHARE);
    }

    private static Duration share(Duration duration, double share) {
        return Duration.ofMillis(Math.round(duration.toMillis() * share));
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
