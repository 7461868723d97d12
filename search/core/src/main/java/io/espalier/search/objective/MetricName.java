package io.espalier.search.objective;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A metric, on one profile when it depends on the device: {@code accuracy}, {@code size}, {@code latency@my-laptop}.
 *
 * @param metric name of the metric
 * @param profileId the profile's id; null when the metric has none, or when the first profile of the run is meant
 */
public record MetricName(String metric, @Nullable String profileId) {
    public static final String ACCURACY = "accuracy";

    public MetricName {
        if (metric.isEmpty() || metric.contains("@")) {
            throw new IllegalArgumentException("A metric cannot be named (%s).".formatted(metric));
        }
    }

    public static MetricName of(String metric) {
        return new MetricName(metric, null);
    }

    /** {@code METRIC[@PROFILE]}. */
    public static MetricName parse(String text) {
        int at = text.indexOf('@');
        return at < 0 ? of(text) : new MetricName(text.substring(0, at), text.substring(at + 1));
    }

    public Optional<String> profile() {
        return Optional.ofNullable(profileId);
    }

    public boolean isAccuracy() {
        return metric.equals(ACCURACY);
    }

    /** As the user writes it; also the key of this metric in {@code front.json}. */
    @Override
    public String toString() {
        return profileId == null ? metric : metric + '@' + profileId;
    }
}
