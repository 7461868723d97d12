package io.espalier.search.export;

import io.espalier.search.objective.Goals;
import io.espalier.search.objective.MetricName;
import io.espalier.search.objective.Objective;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what is worth exporting: a point that, measured beside the parent at its own precision, is faster, or as fast
 * with a smaller file, or better on another cost that the user asked for.
 */
public final class ExportRule {
    /** Mark of points that are only smaller. */
    public static final String SMALLER_SAME_SPEED = "smaller-same-speed";

    private static final double FASTER = .98;
    private static final double NOT_SLOWER = 1.02;

    private final Goals goals;
    private final String latency;

    /** @param latency name of the measured latency among the costs */
    public ExportRule(Goals goals, String latency) {
        this.goals = goals;
        this.latency = latency;
    }

    /**
     * @param reason why it is dropped; empty when it is exported
     * @param mark that it gets; empty when none
     */
    public record Verdict(String reason, String mark) {
        public boolean isExported() {
            return reason.isEmpty();
        }
    }

    /**
     * @param costs of the point, measured where they were
     * @param parent of the whole network at the point's precision, in the same way
     */
    public Verdict judge(Map<String, Double> costs, Map<String, Double> parent) {
        double ratio = ratio(latency, costs, parent).orElse(Double.NaN);
        if (ratio <= FASTER) {
            return new Verdict("", "");
        }
        boolean smaller = ratio("size", costs, parent).filter(size -> size < 1).isPresent();
        if (ratio <= NOT_SLOWER && smaller) {
            return new Verdict("", SMALLER_SAME_SPEED);
        }
        for (Objective objective : goals.costObjectives()) {
            if (!objective.name().equals(latency) && isBetter(objective, costs, parent)) {
                return new Verdict("", "");
            }
        }
        return new Verdict(
                "not faster than the parent at its own precision (%.1f %% of its latency)".formatted(100 * ratio), "");
    }

    private boolean isBetter(Objective objective, Map<String, Double> costs, Map<String, Double> parent) {
        List<String> needed = objective.expression().metrics().stream()
                .map(MetricName::toString)
                .toList();
        return costs.keySet().containsAll(needed)
                && parent.keySet().containsAll(needed)
                && goals.minimised(objective, costs) <= FASTER * goals.minimised(objective, parent);
    }

    private static Optional<Double> ratio(String name, Map<String, Double> costs, Map<String, Double> parent) {
        Double own = costs.get(name);
        Double other = parent.get(name);
        return own == null || other == null || !(other > 0) ? Optional.empty() : Optional.of(own / other);
    }
}
