package io.espalier.search;

import io.espalier.search.evaluate.Deployment;
import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.ModelAccuracy;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Rung;
import io.espalier.search.evaluate.TunedRung;
import io.espalier.search.evaluate.Tuner;
import io.espalier.search.evaluate.Tuning;
import io.espalier.search.objective.ParetoFront;
import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import io.espalier.training.Schedule;
import io.espalier.training.TrainingListener;
import io.espalier.zoo.graph.Precision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tunes the finalists, the largest cut first, so that smaller ones within it start from its weights; each is then scored
 * at every precision on all of search-validation. What is on the front after that is tuned once more.
 */
final class SecondRung {
    /** Of the time: what the first round of tuning may take. */
    private static final double FIRST_ROUND = .7;
    /** In steps of the first round, where no time is given. */
    private static final double SECOND_ROUND_STEPS = .5;
    /** Of what is left, so that the last finalist does not run over. */
    private static final double CAUTION = .95;

    private static final int PROBE_STEPS = 6;
    private static final String STEPS = "tuningSteps";
    private static final String FINALISTS = "finalists";

    private final RunContext run;
    private final Ground ground;
    private final Tuner tuner;
    private final Deployment deployment;
    private final ModelAccuracy accuracy;
    private final Pace pace;
    private final List<Integer> chosenSteps;
    private final Map<CandidateId, Tuned> tuned = new LinkedHashMap<>();
    private int trainings;

    /** A candidate whose cut was tuned. */
    record Tuned(Evaluated evaluated, Tuning tuning) {}

    SecondRung(RunContext run, Ground ground, Tuner tuner, Deployment deployment, ModelAccuracy accuracy) {
        this.run = run;
        this.ground = ground;
        this.tuner = tuner;
        this.deployment = deployment;
        this.accuracy = accuracy;
        this.pace = new Pace(macs(ground.pricing().price(Recipe.PARENT)), run.ports.nanoTime());
        this.chosenSteps = new ArrayList<>(run.record.choices(STEPS));
    }

    List<Tuned> run(List<Evaluated> scored) {
        Duration time = run.plan.untilExport();
        Duration end = run.plan.used().plus(time);
        Duration firstEnd = run.plan.used().plus(Duration.ofMillis(Math.round(FIRST_ROUND * time.toMillis())));
        TuningPlan plan = plan(time);
        List<Priced> finalists =
                largestFirst(new Finalists(ground.goals(), ground.data().classes())
                        .choose(scored, plan.finalists()).stream()
                                .map(one -> one.priced().recipe().cut())
                                .toList());
        run.tell(new SearchEvent.FinalistsChosen(finalists, plan.steps()));
        List<Tuning> done = new ArrayList<>();
        round(finalists, plan.steps(), firstEnd, (cut, earlier) -> nearest(cut, earlier), done);
        List<Priced> best = largestFirst(front().stream()
                .map(one -> one.evaluated().priced().recipe().cut())
                .distinct()
                .toList());
        round(best, Math.max(1, (int) (SECOND_ROUND_STEPS * plan.steps())), end, SecondRung::same, done);
        return List.copyOf(tuned.values());
    }

    /** From which earlier tuning a cut starts. */
    private interface Start {
        Optional<Tuning> of(Recipe cut, List<Tuning> done);
    }

    /** The smallest tuned network that the cut is within. */
    private static Optional<Tuning> nearest(Recipe cut, List<Tuning> done) {
        return done.stream().filter(earlier -> cut.isWithin(earlier.cut())).reduce((first, second) -> second);
    }

    private static Optional<Tuning> same(Recipe cut, List<Tuning> done) {
        return done.stream().filter(earlier -> earlier.cut().equals(cut)).findFirst();
    }

    private void round(List<Priced> cuts, int steps, Duration end, Start start, List<Tuning> done) {
        for (int i = 0; i < cuts.size(); i++) {
            Optional<Integer> fitting = steps(steps, cuts.subList(i, cuts.size()), end);
            if (fitting.isEmpty()) {
                run.tell(new SearchEvent.Warned(
                        "The time was over before %d of %d cuts were tuned.".formatted(cuts.size() - i, cuts.size())));
                return;
            }
            Recipe cut = cuts.get(i).recipe();
            Optional<Tuning> tuning = tune(cuts.get(i), i + 1, cuts.size(), fitting.get(), start.of(cut, done));
            tuning.ifPresent(done::add);
        }
    }

    private Optional<Tuning> tune(Priced finalist, int number, int of, int steps, Optional<Tuning> start) {
        TrainingListener progress = (step, all, loss) -> {
            pace.stepped(step, macs(finalist));
            run.tell(new SearchEvent.TuningProgressed(number, of, step, all, loss));
        };
        Tuning tuning = tuner.tuning(finalist.recipe(), start, Schedule.fineTuning(steps), progress);
        boolean any = false;
        for (Precision precision : ground.precisions()) {
            Priced priced = ground.pricing().price(ground.assembler().atPrecision(finalist.recipe(), precision));
            if (priced.isFailed() || ground.goals().costViolation(priced.values()) > 0) {
                continue;
            }
            TunedRung rung = new TunedRung(
                    tuning, ground.assembler(), deployment, accuracy, ground.data(), RunContext.versions(run.ports));
            Evaluated evaluated = new Evaluated(priced, run.runner.run(rung, priced.recipe(), priced.id()));
            run.tell(new SearchEvent.CandidateTuned(evaluated, number, of));
            if (evaluated.isDone()) {
                any = true;
                // What was tuned twice counts as it was best.
                tuned.merge(
                        priced.id(),
                        new Tuned(evaluated, tuning),
                        (before, now) -> now.evaluated().trial().accuracy()
                                        > before.evaluated().trial().accuracy()
                                ? now
                                : before);
            }
        }
        tuning.release();
        return any ? Optional.of(tuning) : Optional.empty();
    }

    private List<Tuned> front() {
        return ParetoFront.of(tuned.values(), (Tuned one) -> one.evaluated().minimised(ground.goals()))
                .members();
    }

    private List<Priced> largestFirst(List<Recipe> cuts) {
        return cuts.stream()
                .map(ground.pricing()::price)
                .sorted(Comparator.comparingDouble((Priced priced) -> -macs(priced))
                        .thenComparing(priced -> priced.id().hash()))
                .toList();
    }

    private TuningPlan plan(Duration time) {
        TuningPlan plan;
        if (run.plan.isLimited()) {
            if (run.record.choice(FINALISTS).isEmpty()) {
                probe();
                double parentMacs = macs(ground.pricing().price(Recipe.PARENT));
                TuningPlan fitting =
                        TuningPlan.ofTime(FIRST_ROUND * time.toMillis() / 1000, pace.seconds(.6 * parentMacs));
                run.record.choose(FINALISTS, fitting.finalists());
            }
            plan = new TuningPlan(run.record.choice(FINALISTS).orElse(1), 1);
        } else {
            plan = TuningPlan.ofBudget(run.request.budget().orElse(1));
        }
        return new TuningPlan(
                run.request.finalists().orElse(plan.finalists()),
                run.request.tuningSteps().orElse(plan.steps()));
    }

    /** Trains the whole network for a few steps, to learn what one costs. */
    private void probe() {
        double macs = macs(ground.pricing().price(Recipe.PARENT));
        tuner.probe(Schedule.fineTuning(PROBE_STEPS), (step, all, loss) -> pace.stepped(step, macs));
        Duration each = Duration.ofNanos(Math.round(1e9 * pace.seconds(macs)));
        run.tell(new SearchEvent.RungPriced(
                Rung.TUNED, each, (int) (run.plan.untilExport().toNanos() / Math.max(1, each.toNanos())), 1));
    }

    /** Steps of the next cut: what was chosen before a kill, what is asked for, or an equal share of the time left. */
    private Optional<Integer> steps(int planned, List<Priced> rest, Duration end) {
        int index = trainings++;
        if (!run.plan.isLimited() || run.request.tuningSteps().isPresent()) {
            return Optional.of(planned);
        }
        if (index < chosenSteps.size()) {
            return Optional.of(chosenSteps.get(index));
        }
        if (!pace.isKnown()) {
            probe();
        }
        double seconds = end.minus(run.plan.used()).toMillis() / 1000.0;
        double each =
                rest.stream().mapToDouble(priced -> pace.seconds(macs(priced))).sum();
        if (CAUTION * seconds < each && !tuned.isEmpty()) {
            return Optional.empty();
        }
        // Even a run that is late tunes one cut, so that its front is not empty.
        int fitting = TuningPlan.clampSteps(CAUTION * seconds / each);
        chosenSteps.add(fitting);
        run.record.choose(STEPS, chosenSteps);
        return Optional.of(fitting);
    }

    private static double macs(Priced priced) {
        return priced.cost("macs").value();
    }
}
