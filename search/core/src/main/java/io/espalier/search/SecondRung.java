package io.espalier.search;

import io.espalier.search.evaluate.Deployment;
import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.EvaluatorPool;
import io.espalier.search.evaluate.ModelAccuracy;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Tuner;
import io.espalier.search.evaluate.Tuning;
import io.espalier.search.objective.ParetoFront;
import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
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
 * at every precision. What is on the front after that is tuned once more.
 */
final class SecondRung {
    /** Of the time: what the first round of tuning may take. */
    private static final double FIRST_ROUND = .7;
    /** In steps of the first round, where no time is given. */
    private static final double SECOND_ROUND_STEPS = .5;
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
        Duration firstTime = Duration.ofMillis(Math.round(FIRST_ROUND * time.toMillis()));
        Duration firstEnd = run.plan.used().plus(firstTime);
        try (EvaluatorPool pool = new EvaluatorPool(Math.min(WIDEST_WAVE, run.request.trainingThreads()))) {
            TuningTime tuningTime = new TuningTime(run, ground, tuner, pool);
            TuningWave wave = new TuningWave(run, ground, deployment, accuracy, pool);
            scored.stream()
                    .filter(Evaluated::isDone)
                    .forEach(one -> untrained.merge(
                            one.priced().recipe().cut(), one.trial().accuracy(), Math::max));
            TuningPlan plan = tuningTime.plan(firstTime.toMillis() / 1000.0);
            List<Priced> finalists =
                    largestFirst(new Finalists(ground.goals(), ground.data().classes())
                            .choose(scored, plan.finalists()).stream()
                                    .map(one -> one.priced().recipe().cut())
                                    .toList());
            run.tell(new SearchEvent.FinalistsChosen(finalists, plan.steps()));
            new Round(finalists, pool.evaluators(), tuningTime, wave, this::nearest).run(plan.steps(), firstEnd);
            List<Priced> best = largestFirst(front().stream()
                    .map(one -> one.evaluated().priced().recipe().cut())
                    .distinct()
                    .toList());
            new Round(best, pool.evaluators(), tuningTime, wave, this::same)
                    .run(Math.max(1, (int) (SECOND_ROUND_STEPS * plan.steps())), end);
        }
        return List.copyOf(tuned.values());
    }

    /** From which earlier tuning a cut starts. */
    private interface Start {
        Optional<Tuning> of(Recipe cut);
    }

    /** The smallest tuned network that the cut is within. */
    private Optional<Tuning> nearest(Recipe cut) {
        return done.stream().filter(earlier -> cut.isWithin(earlier.cut())).reduce((first, second) -> second);
    }

    /** The last tuning of the cut. */
    private Optional<Tuning> same(Recipe cut) {
        return done.stream().filter(earlier -> earlier.cut().equals(cut)).reduce((first, second) -> second);
    }

    /** Tunes cuts in waves. What a wave starts from was tuned before it. */
    private final class Round {
        private final List<Priced> cuts;
        private final int width;
        private final TuningTime time;
        private final TuningWave wave;
        private final Start start;

        Round(List<Priced> cuts, int width, TuningTime time, TuningWave wave, Start start) {
            this.cuts = cuts;
            this.width = width;
            this.time = time;
            this.wave = wave;
            this.start = start;
        }

        void run(int planned, Duration end) {
            for (int first = 0; first < cuts.size(); first += width) {
                // Even a run that is late tunes one wave, so that its front is not empty.
                Optional<Integer> steps = time.steps(planned, largest(first), end, !tuned.isEmpty());
                if (steps.isEmpty()) {
                    run.tell(new SearchEvent.Warned("The time was over before %d of %d cuts were tuned."
                            .formatted(cuts.size() - first, cuts.size())));
                    return;
                }
                List<Tuning> tunings = tunings(first, Math.min(first + width, cuts.size()), steps.get());
                keep(wave.run(tunings), tunings, first);
                time.waveIsOver(cuts.get(first), steps.get());
            }
        }

        /** The largest cut of each wave from {@code first} on. */
        private List<Priced> largest(int first) {
            List<Priced> largest = new ArrayList<>();
            for (int i = first; i < cuts.size(); i += width) {
                largest.add(cuts.get(i));
            }
            return largest;
        }

        /** One wave; its largest cut tells how it goes. */
        private List<Tuning> tunings(int first, int end, int steps) {
            Priced largest = cuts.get(first);
            TrainingListener telling = (step, all, loss) -> {
                time.stepped(step, largest);
                run.tell(new SearchEvent.TuningProgressed(first + 1, end - first, cuts.size(), step, all, loss));
            };
            List<Tuning> tunings = new ArrayList<>();
            for (int i = first; i < end; i++) {
                Recipe cut = cuts.get(i).recipe();
                TrainingListener listener = i == first ? telling : SecondRung::stopWhenGivenUp;
                tunings.add(tuner.tuning(
                        cut, start.of(cut), run.request.tuning(steps), time.threads(end - first), listener));
            }
            return tunings;
        }

        private void keep(List<List<Evaluated>> scores, List<Tuning> tunings, int first) {
            for (int i = 0; i < tunings.size(); i++) {
                Tuning tuning = tunings.get(i);
                keep(scores.get(i), tuning, first + i + 1);
                if (accuracy(scores.get(i)) < untrained.getOrDefault(tuning.cut(), 0.0)) {
                    // So mild a cut that training did more harm than good.
                    Tuning untuned = tuner.untuned(tuning.cut());
                    keep(wave.run(List.of(untuned)).get(0), untuned, first + i + 1);
                }
            }
        }

        private void keep(List<Evaluated> scores, Tuning tuning, int number) {
            for (Evaluated evaluated : scores) {
                run.tell(new SearchEvent.CandidateTuned(evaluated, number, cuts.size()));
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

    private List<Tuned> front() {
        return ParetoFront.of(tuned.values(), (Tuned one) -> one.evaluated().minimised(ground.goals()))
                .members();
    }

    private List<Priced> largestFirst(List<Recipe> cuts) {
        return cuts.stream()
                .map(ground.pricing()::price)
                .sorted(Comparator.comparingDouble((Priced priced) -> -TuningTime.macs(priced))
                        .thenComparing(priced -> priced.id().hash()))
                .toList();
    }
}
