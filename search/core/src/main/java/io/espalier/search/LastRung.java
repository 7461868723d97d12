package io.espalier.search;

import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Rung;
import io.espalier.search.evaluate.Tuning;
import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import io.espalier.training.TrainingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tunes the finalists, the largest cut first, so that smaller ones within it start from its weights; each is then scored
 * at every precision.
 */
final class LastRung {
    private final RunContext run;
    private final Ground ground;
    private final TrainingPrice price;
    private final CutTunings trainings;
    private final Map<CandidateId, Tuned> tuned = new LinkedHashMap<>();
    private final List<Tuning> done = new ArrayList<>();

    /** A candidate whose cut was tuned. */
    record Tuned(Evaluated evaluated, Tuning tuning) {}

    LastRung(RunContext run, Ground ground, TrainingPrice price, CutTunings trainings) {
        this.run = run;
        this.ground = ground;
        this.price = price;
        this.trainings = trainings;
    }

    /** @param climbing the finalists, with their short trainings where they had one */
    List<Tuned> run(BriefRung.Climbing climbing, TuningPlan plan, TuningTime time, TuningWave wave, Duration end) {
        List<Priced> finalists = largestFirst(climbing.cuts());
        run.tell(new SearchEvent.CutsChosen(Rung.TUNED, finalists, plan.steps()));
        int width = price.sideBySide();
        for (int first = 0; first < finalists.size(); first += width) {
            // Even a run that is late tunes one wave, so that its front is not empty.
            Optional<Integer> steps = time.steps(plan.steps(), largest(finalists, first, width), end, first > 0);
            if (steps.isEmpty()) {
                run.tell(new SearchEvent.Warned("The time was over before %d of %d cuts were tuned."
                        .formatted(finalists.size() - first, finalists.size())));
                break;
            }
            int last = Math.min(first + width, finalists.size());
            List<Tuning> tunings = tunings(finalists, first, last, steps.get(), time, climbing.tunings());
            List<List<Evaluated>> scores = wave.run(tunings, Rung.TUNED);
            for (int i = 0; i < tunings.size(); i++) {
                keep(scores.get(i), tunings.get(i), first + i + 1, finalists.size(), wave);
            }
            time.waveIsOver();
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
    private List<Tuning> tunings(
            List<Priced> cuts, int first, int last, int steps, TuningTime time, Map<Recipe, Tuning> brief) {
        Priced largest = cuts.get(first);
        TrainingListener telling = (step, all, loss) -> {
            time.stepped(step, largest);
            run.tell(new SearchEvent.TuningProgressed(
                    Rung.TUNED, first + 1, last - first, cuts.size(), step, all, loss, run.plan.leftOfTuning()));
        };
        return trainings.sideBySide(
                cuts.subList(first, last).stream().map(Priced::recipe).toList(),
                cut -> nearest(cut).or(() -> Optional.ofNullable(brief.get(cut))),
                steps,
                telling);
    }

    /** The smallest tuned network that the cut is within. */
    private Optional<Tuning> nearest(Recipe cut) {
        return done.stream().filter(earlier -> cut.isWithin(earlier.cut())).reduce((first, second) -> second);
    }

    private void keep(List<Evaluated> scores, Tuning tuning, int number, int of, TuningWave wave) {
        keep(scores, tuning, number, of);
        if (accuracy(scores) < trainings.untrained(tuning.cut())) {
            // So mild a cut that training did more harm than good.
            Tuning untuned = trainings.untuned(tuning.cut());
            keep(wave.run(List.of(untuned), Rung.TUNED).get(0), untuned, number, of);
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
