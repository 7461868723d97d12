package io.espalier.search.export;

import io.espalier.search.objective.CostRange;
import io.espalier.search.objective.KnownCosts;
import io.espalier.search.objective.MetricName;
import io.espalier.search.objective.Objective;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An objective as a cost of the points of one front. */
final class ObjectiveCost {
    private final Objective objective;
    private final Front front;
    private final List<String> needed;

    ObjectiveCost(Objective objective, Front front) {
        this.objective = objective;
        this.front = front;
        needed = objective.expression().metrics().stream()
                .map(MetricName::toString)
                .toList();
    }

    String unit() {
        return objective.unit().toString();
    }

    /** From predicted costs; empty where one is missing, or what comes out is no number. */
    Optional<CostRange> predicted(FrontPoint point) {
        if (!point.predicted().keySet().containsAll(needed)
                || !front.parent().predicted().keySet().containsAll(needed)) {
            return Optional.empty();
        }
        return Optional.of(objective
                        .expression()
                        .in(
                                KnownCosts.ofEstimates(point.predicted()),
                                KnownCosts.ofEstimates(front.parent().predicted())))
                .filter(CostRange::isFinite);
    }

    /** From measured costs; empty unless all that it needs was measured. */
    Optional<Double> measured(FrontPoint point) {
        Map<String, Double> own = PointCosts.measured(point, front.latency());
        Map<String, Double> parent = PointCosts.measured(front.parent(), front.latency());
        if (!own.keySet().containsAll(needed) || !parent.keySet().containsAll(needed)) {
            return Optional.empty();
        }
        return Optional.of(objective
                        .expression()
                        .in(KnownCosts.ofValues(own), KnownCosts.ofValues(parent))
                        .value())
                .filter(value -> Double.isFinite(value));
    }

    Optional<Double> best(FrontPoint point) {
        return measured(point).or(() -> predicted(point).map(CostRange::value));
    }

    /** As a share of another point's: of measured values where both are, else of predicted ones. */
    Optional<Double> ratio(FrontPoint point, FrontPoint of) {
        Optional<Double> own = measured(point);
        Optional<Double> other = measured(of);
        if (own.isEmpty() || other.isEmpty()) {
            own = predicted(point).map(CostRange::value);
            other = predicted(of).map(CostRange::value);
        }
        double divisor = other.orElse(0.0);
        return divisor > 0 ? own.map(value -> value / divisor) : Optional.empty();
    }
}
