package io.espalier.search;

import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.space.Recipe;
import io.espalier.training.Schedule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How cuts are trained, by what they lost untrained: large updates break what little a mild cut left to mend. */
final class CutSchedules {
    /** Of accuracy: a cut that lost this much untrained is tuned at the full learning rate. */
    private static final double FULL_RATE_FROM = .02;
    /** Of the full learning rate: what the mildest cut is tuned at. */
    private static final double LEAST_RATE = .1;

    private final SearchRequest request;
    private final double ofParent;
    private final Map<Recipe, Double> untrained = new HashMap<>();

    /**
     * @param parentAccuracy where the parent was not scored beside the others
     * @param scored on the first rung
     */
    CutSchedules(SearchRequest request, double parentAccuracy, List<Evaluated> scored) {
        this.request = request;
        scored.stream()
                .filter(Evaluated::isDone)
                .forEach(one ->
                        untrained.merge(one.priced().recipe().cut(), one.trial().accuracy(), Math::max));
        this.ofParent = untrained.getOrDefault(Recipe.PARENT, parentAccuracy);
    }

    Schedule of(Recipe cut, int steps) {
        Schedule schedule = request.tuning(steps);
        double lost = ofParent - untrained(cut);
        double share = Math.max(LEAST_RATE, Math.min(1, lost / FULL_RATE_FROM));
        return schedule.withPeakLearningRate(share * schedule.peakLearningRate());
    }

    /** Accuracy without any training, at the precision where it is highest; 0 when it is not known. */
    double untrained(Recipe cut) {
        return untrained.getOrDefault(cut, 0.0);
    }
}
