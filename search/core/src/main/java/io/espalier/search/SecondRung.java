package io.espalier.search;

import io.espalier.search.evaluate.Deployment;
import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.EvaluatorPool;
import io.espalier.search.evaluate.ModelAccuracy;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Tuner;
import io.espalier.search.evaluate.Tuning;
import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import io.espalier.training.Schedule;
import io.espalier.training.TrainingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Tunes the finalists, the largest cut first, so that smaller ones within it start from its weights; each is then scored
 * at every precision.
 */
final class SecondRung {
    /** Of accuracy: a cut that lost this much untrained is tuned at the full learning rate. */
    private static final double FULL_RATE_FROM = .02;
    /** Of the full learning rate: what the mildest cut is tuned at. */
    private static final double LEAST_RATE = .1;
    /** Cuts side by side; with more, few could start from another's weights. */
    private static final int WIDEST_WAVE = 4;

    private final RunContext run;
    private final Ground ground;
    private final Tuner tuner;
    private final Deployment deployment;
    private final ModelAccuracy accuracy;
    private final Map<CandidateId, Tuned> tuned = new LinkedHashMap<>();
    private final Map<Recipe, Double> untrained = new HashMap<>();
    private final List<Tuning> done = new ArrayList<>();

    /** A candidate whose cut was tuned. */
    record Tuned(Evaluated evaluated, Tuning tuning) {}

    SecondRung(RunContext run, Ground ground, Tuner tuner, Deployment deployment, ModelAccuracy accuracy) {
        this.run = run;
        this.ground = ground;
        this.tuner = tuner;
        this.deployment = deployment;
        this.accuracy = accuracy;
    }

    List<Tuned> run(List<Evaluated> scored) {
        Duration time = run.plan.untilExport();
        Duration end = run.plan.used().plus(time);
        scored.stream()
                .filter(Evaluated::isDone)
                .forEach(one ->
                        untrained.merge(one.priced().recipe().cut(), one.trial().accuracy(), Math::max));
        try (EvaluatorPool pool = new EvaluatorPool(Math.min(WIDEST_WAVE, run.request.trainingThreads()))) {
            TuningTime tuningTime = new TuningTime(run, ground, tuner, pool);
            TuningWave wave = new TuningWave(run, ground, deployment, accuracy, pool);
            TuningPlan plan = tuningTime.plan(time.toMillis() / 1000.0);
            List<Priced> finalists =
                    largestFirst(new Finalists(ground.goals(), ground.data().classes())
                            .choose(scored, plan.finalists()).stream()
                                    .map(one -> one.priced().recipe().cut())
                                    .toList());
            run.tell(new SearchEvent.FinalistsChosen(finalists, plan.steps()));
            int width = pool.evaluators();
            for (int first = 0; first < finalists.size(); first += width) {
                // Even a run that is late tunes one wave, so that its front is not empty.
                Optional<Integer> steps =
                        tuningTime.steps(plan.steps(), largest(finalists, first, width), end, first > 0);
                if (steps.isEmpty()) {
                    run.tell(new SearchEvent.Warned("The time was over before %d of %d cuts were tuned."
                            .formatted(finalists.size() - first, finalists.size())));
                    break;
                }
                int last = Math.min(first + width, finalists.size());
                List<Tuning> tunings = tunings(finalists, first, last, steps.get(), tuningTime);
                List<List<Evaluated>> scores = wave.run(tunings);
                for (int i = 0; i < tunings.size(); i++) {
                    keep(scores.get(i), tunings.get(i), first + i + 1, finalists.size(), wave);
                }
                tuningTime.waveIsOver();
            }
        }
        return List.copyOf(tuned.values());
    }

    /** The largest cut of each wave from {@code first} on. */
    private static List<Priced> largest(List<Priced> cuts, int first, int width) {
        List<Priced> largest = new ArrayList<>();
        for (int i = first; i < cuts.size(); i += width) {
            largest.add(cuts.get(i));
        }
        return largest;
    }

    /** One wave; its largest cut tells how it goes. */
    private List<Tuning> tunings(List<Priced> cuts, int first, int last, int steps, TuningTime time) {
        Priced largest = cuts.get(first);
        TrainingListener telling = (step, all, loss) -> {
            time.stepped(step, largest);
            run.tell(new SearchEvent.TuningProgressed(first + 1, last - first, cuts.size(), step, all, loss));
        };
        List<Tuning> tunings = new ArrayList<>();
        for (int i = first; i < last; i++) {
            Recipe cut = cuts.get(i).recipe();
            TrainingListener listener = i == first ? telling : SecondRung::stopWhenGivenUp;
            tunings.add(tuner.tuning(cut, nearest(cut), schedule(cut, steps), time.threads(last - first), listener));
        }
        return tunings;
    }

    /** The smallest tuned network that the cut is within. */
    private Optional<Tuning> nearest(Recipe cut) {
        return done.stream().filter(earlier -> cut.isWithin(earlier.cut())).reduce((first, second) -> second);
    }

    /** Large updates break what little a mild cut left to mend. */
    private Schedule schedule(Recipe cut, int steps) {
        Schedule schedule = run.request.tuning(steps);
        double whole = untrained.getOrDefault(Recipe.PARENT, ground.goals().parentAccuracy());
        double lost = whole - untrained.getOrDefault(cut, 0.0);
        double share = Math.max(LEAST_RATE, Math.min(1, lost / FULL_RATE_FROM));
        return schedule.withPeakLearningRate(share * schedule.peakLearningRate());
    }

    private void keep(List<Evaluated> scores, Tuning tuning, int number, int of, TuningWave wave) {
        keep(scores, tuning, number, of);
        if (accuracy(scores) < untrained.getOrDefault(tuning.cut(), 0.0)) {
            // So mild a cut that training did more harm than good.
            Tuning untuned = tuner.untuned(tuning.cut());
            keep(wave.run(List.of(untuned)).get(0), untuned, number, of);
        }
    }

    private void keep(List<Evaluated> scores, Tuning tuning, int number, int of) {
        for (Evaluated evaluated : scores) {
            run.tell(new SearchEvent.CandidateTuned(evaluated, number, of));
            if (evaluated.isDone()) {
                keepBest(new Tuned(evaluated, tuning));
            }
        }
        if (scores.stream().anyMatch(Evaluated::isDone)) {
            done.add(tuning);
        }
    }

    private static double accuracy(List<Evaluated> scores) {
        return scores.stream()
                .filter(Evaluated::isDone)
                .mapToDouble(one -> one.trial().accuracy())
                .max()
                .orElse(0);
    }

    private static void stopWhenGivenUp(int step, int steps, double loss) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("The search was given up.");
        }
    }

    /** What was tuned twice counts as it was best. */
    private void keepBest(Tuned one) {
        tuned.merge(
                one.evaluated().priced().id(),
                one,
                (before, now) -> now.evaluated().trial().accuracy()
                                > before.evaluated().trial().accuracy()
                        ? now
                        : before);
    }

    private List<Priced> largestFirst(List<Recipe> cuts) {
        return cuts.stream()
                .map(ground.pricing()::price)
                .sorted(Comparator.comparingDouble((Priced priced) -> -TuningTime.macs(priced))
                        .thenComparing(priced -> priced.id().hash()))
                .toList();
    }
}
