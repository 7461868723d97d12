package io.espalier.search.export;

import io.espalier.search.objective.Constraint;
import io.espalier.search.objective.Dominance;
import io.espalier.search.objective.Goals;
import io.espalier.search.objective.Hypervolume;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the reported front of tuned candidates: by measured costs where the device is here, by predicted ones else. What
 * breaks a constraint, does not pass the export rule, or is dominated, is dropped with the reason.
 */
public final class FrontMaker {
    private final Goals goals;
    private final String latency;
    private final double guessing;
    private final boolean measured;

    /**
     * @param latency name of the latency that is measured
     * @param guessing accuracy of a guess
     * @param measured whether the device is here
     */
    public FrontMaker(Goals goals, String latency, double guessing, boolean measured) {
        this.goals = goals;
        this.latency = latency;
        this.guessing = guessing;
        this.measured = measured;
    }

    /**
     * @param parent as the user gave it
     * @param baselines the whole network at other precisions
     * @param candidates tuned, with their costs; their ids are given here
     * @param dropped before now
     */
    public Front make(
            FrontPoint parent, List<FrontPoint> baselines, List<FrontPoint> candidates, List<Dropped> dropped) {
        List<Dropped> out = new ArrayList<>(dropped);
        // Measured against the parent's costs as they were measured.
        Goals here = goals.against(
                PointCosts.best(parent, latency), parent.validation().value());
        List<FrontPoint> passed = new ArrayList<>();
        for (FrontPoint candidate : candidates) {
            FrontPoint whole = baselines.stream()
                    .filter(baseline -> baseline.precision().equals(candidate.precision()))
                    .findFirst()
                    .orElse(parent);
            Optional<String> broken = brokenConstraint(here, candidate);
            ExportRule.Verdict verdict = measured
                    ? new ExportRule(here, latency)
                            .judge(PointCosts.best(candidate, latency), PointCosts.best(whole, latency))
                    : new ExportRule.Verdict("", "");
            if (broken.isPresent()) {
                out.add(new Dropped(candidate.id(), candidate.key(), broken.get()));
            } else if (!verdict.isExported()) {
                out.add(new Dropped(candidate.id(), candidate.key(), verdict.reason()));
            } else {
                passed.add(verdict.mark().isEmpty() ? candidate : candidate.withMarks(Set.of(verdict.mark())));
            }
        }
        List<FrontPoint> front = undominated(here, passed, out);
        front.sort(Comparator.comparingDouble((FrontPoint point) -> -vector(here, point)[1])
                .thenComparing(point -> point.key().hash()));
        double hypervolume = Hypervolume.share(
                front.stream().<double[]>map(point -> vector(here, point)).toList(), here.reference(guessing));
        List<FrontPoint> marked = new Marks(parent, point -> vector(here, point)[1]).mark(front);
        return new Front(parent, baselines, marked, out, hypervolume, goals.costObjectives(), latency);
    }

    private double[] vector(Goals here, FrontPoint point) {
        return here.minimised(point.validation().value(), PointCosts.best(point, latency));
    }

    private Optional<String> brokenConstraint(Goals here, FrontPoint point) {
        Map<String, Double> costs = PointCosts.best(point, latency);
        for (Constraint constraint : here.constraints()) {
            boolean accuracy = constraint.isAccuracy();
            double value = accuracy ? point.validation().value() : constraint.value(costs, here.parentCosts());
            double violation =
                    accuracy ? constraint.violation(value, here.parentAccuracy()) : here.violation(constraint, costs);
            if (violation > 0) {
                return Optional.of("breaks the constraint %s (%.4g)".formatted(constraint, value));
            }
        }
        return Optional.empty();
    }

    private List<FrontPoint> undominated(Goals here, List<FrontPoint> points, List<Dropped> dropped) {
        List<FrontPoint> front = new ArrayList<>();
        Set<FrontPoint> seen = new LinkedHashSet<>();
        for (FrontPoint point : points) {
            double[] vector = vector(here, point);
            Optional<FrontPoint> better = points.stream()
                    .filter(other -> Dominance.dominates(vector(here, other), vector)
                            || seen.contains(other) && java.util.Arrays.equals(vector(here, other), vector))
                    .findFirst();
            seen.add(point);
            if (better.isPresent()) {
                dropped.add(new Dropped(
                        point.id(),
                        point.key(),
                        "dominated by " + better.get().id() + (measured ? " as measured" : "")));
            } else {
                front.add(point);
            }
        }
        return front;
    }
}
