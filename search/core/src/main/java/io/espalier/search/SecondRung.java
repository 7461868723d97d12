package io.espalier.search;

import io.espalier.search.evaluate.Deployment;
import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.ModelAccuracy;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.TunedRung;
import io.espalier.search.evaluate.Tuner;
import io.espalier.search.evaluate.Tuning;
import io.espalier.search.space.Recipe;
import io.espalier.training.Schedule;
import io.espalier.training.TrainingListener;
import io.espalier.zoo.graph.Precision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tunes the finalists, the largest cut first, so that smaller ones within it start from its weights; each is then scored
 * at every precision on all of search-validation.
 */
final class SecondRung {
    private static final int PROBE_STEPS = 6;
    private static final String STEPS = "tuningSteps";

    private final RunContext run;
    private final Ground ground;
    private final Tuner tuner;
    private final Deployment deployment;
    private final ModelAccuracy accuracy;

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
        double parentMacs = macs(ground.pricing().price(Recipe.PARENT));
        Duration end = run.plan.used().plus(run.plan.untilExport());
        Pace pace = new Pace(parentMacs);
        TuningPlan plan = plan(pace);
        List<Priced> finalists = new Finalists(ground.goals(), ground.data().classes())
                .choose(scored, plan.finalists()).stream()
                        .map(one -> ground.pricing().price(one.priced().recipe().cut()))
                        .sorted(Comparator.comparingDouble((Priced priced) -> -macs(priced))
                                .thenComparing(priced -> priced.id().hash()))
                        .toList();
        run.tell(new SearchEvent.FinalistsChosen(finalists, plan.steps()));
        List<Integer> chosen = new ArrayList<>(run.record.choices(STEPS));
        List<Tuning> done = new ArrayList<>();
        List<Tuned> tuned = new ArrayList<>();
        for (int i = 0; i < finalists.size(); i++) {
            int steps =
                    i < chosen.size() ? chosen.get(i) : steps(plan, pace, finalists.subList(i, finalists.size()), end);
            if (steps < 1) {
                run.tell(new SearchEvent.Warned("The time was over before %d of %d finalists were tuned."
                        .formatted(finalists.size() - i, finalists.size())));
                break;
            }
            if (i >= chosen.size() && run.plan.isLimited()) {
                chosen.add(steps);
                run.record.choose(STEPS, chosen);
            }
            tune(finalists.get(i), i + 1, finalists.size(), steps, done, tuned, pace);
        }
        return tuned;
    }

    private void tune(Priced finalist, int number, int of, int steps, List<Tuning> done, List<Tuned> tuned, Pace pace) {
        Recipe cut = finalist.recipe();
        Optional<Tuning> start =
                done.stream().filter(earlier -> cut.isWithin(earlier.cut())).reduce((first, second) -> second);
        TrainingListener progress = (step, all, loss) -> {
            pace.stepped(step, macs(finalist));
            run.tell(new SearchEvent.TuningProgressed(number, of, step, all, loss));
        };
        Tuning tuning = tuner.tuning(cut, start, Schedule.fineTuning(steps), progress);
        boolean any = false;
        for (Precision precision : ground.precisions()) {
            Priced priced = ground.pricing().price(ground.assembler().atPrecision(cut, precision));
            if (priced.isFailed() || ground.goals().costViolation(priced.values()) > 0) {
                continue;
            }
            TunedRung rung = new TunedRung(
                    tuning, ground.assembler(), deployment, accuracy, ground.data(), RunContext.versions(run.ports));
            Evaluated evaluated = new Evaluated(priced, run.runner.run(rung, priced.recipe(), priced.id()));
            run.tell(new SearchEvent.CandidateTuned(evaluated, number, of));
            if (evaluated.isDone()) {
                tuned.add(new Tuned(evaluated, tuning));
                any = true;
            }
        }
        if (any) {
            done.add(tuning);
        }
        tuning.release();
    }

    private TuningPlan plan(Pace pace) {
        TuningPlan plan;
        if (run.plan.isLimited()) {
            Duration time = run.plan.untilExport();
            if (run.record.choice("finalists").isEmpty()) {
                probe(pace);
                TuningPlan fitting = TuningPlan.ofTime(time.toMillis() / 1000.0, pace.secondsOf(.6));
                run.record.choose("finalists", fitting.finalists());
            }
            plan = new TuningPlan(run.record.choice("finalists").orElse(1), 1);
        } else {
            plan = TuningPlan.ofBudget(run.request.budget().orElse(1));
        }
        return new TuningPlan(
                run.request.finalists().orElse(plan.finalists()),
                run.request.tuningSteps().orElse(plan.steps()));
    }

    /** Trains the whole network for a few steps, to learn what one costs. */
    private void probe(Pace pace) {
        double macs = macs(ground.pricing().price(Recipe.PARENT));
        tuner.probe(Schedule.fineTuning(PROBE_STEPS), (step, all, loss) -> pace.stepped(step, macs));
    }

    /** What fits in the time that is left, the same for all finalists still to come. */
    private int steps(TuningPlan plan, Pace pace, List<Priced> rest, Duration end) {
        if (!run.plan.isLimited() || run.request.tuningSteps().isPresent()) {
            return plan.steps();
        }
        if (!pace.isKnown()) {
            probe(pace);
        }
        double seconds = end.minus(run.plan.used()).toMillis() / 1000.0;
        double each =
                rest.stream().mapToDouble(priced -> pace.seconds(macs(priced))).sum();
        return seconds <= 0 ? 0 : TuningPlan.clampSteps(.95 * seconds / each);
    }

    private static double macs(Priced priced) {
        return priced.cost("macs").value();
    }

    /** Seconds a step, as a function of MACs, from the steps seen so far. */
    private final class Pace {
        private static final double FIXED = .2;
        private static final double FORGETTING = .02;

        private final double parentMacs;
        private long lastNanos;
        private double parentSeconds;
        private int seen;

        private Pace(double parentMacs) {
            this.parentMacs = parentMacs;
        }

        void stepped(int step, double macs) {
            long now = run.ports.nanoTime().getAsLong();
            if (step > 2) {
                double seconds = (now - lastNanos) / 1e9 / relative(macs / parentMacs);
                seen++;
                double weight = Math.max(FORGETTING, 1.0 / seen);
                parentSeconds += weight * (seconds - parentSeconds);
            }
            lastNanos = now;
        }

        boolean isKnown() {
            return seen > 0;
        }

        double seconds(double macs) {
            return secondsOf(macs / parentMacs);
        }

        double secondsOf(double share) {
            return Math.max(1e-4, parentSeconds) * relative(share);
        }

        private double relative(double share) {
            return FIXED + (1 - FIXED) * share;
        }
    }
}
