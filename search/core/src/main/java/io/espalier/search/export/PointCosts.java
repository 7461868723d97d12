package io.espalier.search.export;

import io.espalier.cost.CostEstimate;
import io.espalier.cost.derived.TailLatencyCostModel;
import io.espalier.search.objective.MetricName;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The costs of a point, measured where they were. */
final class PointCosts {
    private static final double US_PER_MS = 1000;

    private PointCosts() {}

    /**
     * All measured values by metric: latency and its 95th percentile in ms, file size in bytes, and what was measured
     * under load.
     *
     * @param latency name of the measured latency
     */
    static SortedMap<String, Double> measured(FrontPoint point, String latency) {
        SortedMap<String, Double> measured = new TreeMap<>(point.measured());
        if (point.fileBytes() > 0) {
            measured.put("size", (double) point.fileBytes());
        }
        point.latency().ifPresent(statistics -> {
            measured.put(latency, statistics.p10Us() / US_PER_MS);
            measured.put(tail(latency), statistics.p95Us() / US_PER_MS);
        });
        return measured;
    }

    /** Name of the 95th percentile of a latency. */
    static String tail(String latency) {
        MetricName name = MetricName.parse(latency);
        return new MetricName(TailLatencyCostModel.LATENCY_P95.name(), name.profileId()).toString();
    }

    /** The measured value of one cost. */
    static Optional<Double> measured(FrontPoint point, String name, String latency) {
        return Optional.ofNullable(measured(point, latency).get(name));
    }

    /** Measured values where there are any, predicted ones else. */
    static Map<String, Double> best(FrontPoint point, String latency) {
        Map<String, Double> costs = new TreeMap<>();
        point.predicted().forEach((name, estimate) -> costs.put(name, estimate.value()));
        costs.putAll(measured(point, latency));
        return costs;
    }

    /** A cost as a share of another point's: of measured values where both are, else of predicted ones. */
    static Optional<Double> ratio(String name, FrontPoint point, FrontPoint of, String latency) {
        Optional<Double> own = measured(point, name, latency);
        Optional<Double> other = measured(of, name, latency);
        if (own.isEmpty() || other.isEmpty()) {
            own = predicted(point, name);
            other = predicted(of, name);
        }
        double divisor = other.orElse(0.0);
        return divisor > 0 ? own.map(value -> value / divisor) : Optional.empty();
    }

    /** The predicted value of one cost. */
    static Optional<Double> predicted(FrontPoint point, String name) {
        return Optional.ofNullable(point.predicted().get(name)).map(CostEstimate::value);
    }
}
