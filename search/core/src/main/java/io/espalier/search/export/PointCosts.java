package io.espalier.search.export;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The costs of a point, measured where they were. */
final class PointCosts {
    private PointCosts() {}

    /** The measured value of a cost: latency in ms, file size in bytes. @param latency name of the measured latency */
    static Optional<Double> measured(FrontPoint point, String name, String latency) {
        if (name.equals("size")) {
            return point.fileBytes() > 0 ? Optional.of((double) point.fileBytes()) : Optional.empty();
        }
        return name.equals(latency) ? point.latency().map(statistics -> statistics.p10Us() / 1000) : Optional.empty();
    }

    /** Measured values where there are any, predicted ones else. */
    static Map<String, Double> best(FrontPoint point, String latency) {
        Map<String, Double> costs = new TreeMap<>();
        point.predicted().forEach((name, estimate) -> costs.put(name, estimate.value()));
        measured(point, "size", latency).ifPresent(value -> costs.put("size", value));
        measured(point, latency, latency).ifPresent(value -> costs.put(latency, value));
        return costs;
    }
}
