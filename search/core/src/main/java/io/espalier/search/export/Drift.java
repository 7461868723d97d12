package io.espalier.search.export;

import io.espalier.cost.CostEstimate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far whole models are from their predictions when they are measured at the end of a run. A machine that was slower, or
 * quicker, when it was profiled shifts all predictions of a precision alike.
 */
public final class Drift {
    private static final double TRUSTED = .05;
    private static final double US_PER_MS = 1000;

    private Drift() {}

    /**
     * For users; empty where no prediction is off by more than a twentieth.
     *
     * @param whole the parent, and how it runs at other precisions; those that were not predicted or not measured say nothing
     * @param latency the metric of their predictions
     */
    public static Optional<String> sentence(Collection<FrontPoint> whole, String latency) {
        List<String> off =
                whole.stream().flatMap(point -> off(point, latency).stream()).toList();
        return off.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "%s. Maybe the machine has changed its speed since; predictions of other models share this error, and their order hardly does."
                                .formatted(String.join("; ", off)));
    }

    private static Optional<String> off(FrontPoint point, String latency) {
        CostEstimate predicted = point.predicted().get(latency);
        if (predicted == null || point.latency().isEmpty()) {
            return Optional.empty();
        }
        double ms = point.latency().get().p10Us() / US_PER_MS;
        double error = predicted.value() / ms - 1;
        return Math.abs(error) <= TRUSTED
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "The whole model in %s takes %.3f ms now, and took %.3f ms by the profile (%+.0f %%)",
                        point.precision(),
                        ms,
                        predicted.value(),
                        100 * error));
    }
}
