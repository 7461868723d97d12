package io.espalier.search;

import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.Tuner;
import io.espalier.search.evaluate.Tuning;
import io.espalier.search.space.Recipe;
import io.espalier.training.Schedule;
import io.espalier.training.TrainingListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The trainings of cuts, by what they lost untrained: large updates break what little a mild cut left to mend. */
final class CutTunings {
    /** Of accuracy: a cut that lost this much untrained is tuned at the full learning rate. */
    private static final double FULL_RATE_FROM = .02;
    /** Of the full learning rate: what the mildest cut is tuned at. */
    private static final double LEAST_RATE = .1;

    private final SearchRequest request;
    private final Tuner tuner;
    private final TrainingPrice price;
    private final double ofParent;
    private final Map<Recipe, Double> untrained = new HashMap<>();

    /**
     * @param parentAccuracy where the parent was not scored beside the others
     * @param scored on the first rung
     */
    CutTunings(SearchRequest request, Tuner tuner, TrainingPrice price, double parentAccuracy, List<Evaluated> scored) {
        this.request = request;
        this.tuner = tuner;
        this.price = price;
        scored.stream()
                .filter(Evaluated::isDone)
                .forEach(one ->
                        untrained.merge(one.priced().recipe().cut(), one.trial().accuracy(), Math::max));
        this.ofParent = untrained.getOrDefault(Recipe.PARENT, parentAccuracy);
    }

    /**
     * Trainings to be done side by side, not yet done.
     *
     * @param start whose weights a cut starts from
     * @param telling hears of the first one, which tells for all
     */
    List<Tuning> sideBySide(
            List<Recipe> cuts, Function<Recipe, Optional<Tuning>> start, int steps, TrainingListener telling) {
        List<Tuning> tunings = new ArrayList<>();
        for (Recipe cut : cuts) {
            TrainingListener listener = tunings.isEmpty() ? telling : TuningWave.QUIET;
            tunings.add(
                    tuner.tuning(cut, start.apply(cut), schedule(cut, steps), price.threads(cuts.size()), listener));
        }
        return tunings;
    }

    /** The tuning of {@code cut} by no step at all. */
    Tuning untuned(Recipe cut) {
        return tuner.untuned(cut);
    }

    private Schedule schedule(Recipe cut, int steps) {
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
