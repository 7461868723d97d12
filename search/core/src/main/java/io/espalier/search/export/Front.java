package io.espalier.search.export;

import io.espalier.search.objective.Objective;
import java.util.List;
import java.util.Optional;

/**
 * All that {@code front.json} says.
 *
 * @param baselines the unpruned parent at other precisions; never points
 * @param points from the slowest to the fastest
 * @param hypervolume 0 to 1, over measured costs where there are any
 * @param objectives costs that were made better, the one that orders the points first
 * @param latency name of the latency that is measured
 */
public record Front(
        FrontPoint parent,
        List<FrontPoint> baselines,
        List<FrontPoint> points,
        List<Dropped> dropped,
        double hypervolume,
        List<Objective> objectives,
        String latency) {
    public Front {
        baselines = List.copyOf(baselines);
        points = List.copyOf(points);
        dropped = List.copyOf(dropped);
        objectives = List.copyOf(objectives);
    }

    /** The same with models of which more is known. */
    public Front with(FrontPoint newParent, List<FrontPoint> newBaselines, List<FrontPoint> newPoints) {
        return new Front(newParent, newBaselines, newPoints, dropped, hypervolume, objectives, latency);
    }

    /** The unpruned network at a precision; empty when it was not priced there. */
    public Optional<FrontPoint> whole(String precision) {
        if (parent.precision().equals(precision)) {
            return Optional.of(parent);
        }
        return baselines.stream()
                .filter(baseline -> baseline.precision().equals(precision))
                .findFirst();
    }

    /** The value of an objective for one of the models: measured where all that it needs was, else predicted. */
    public Optional<Double> value(Objective objective, FrontPoint point) {
        return new ObjectiveCost(objective, this).best(point);
    }
}
