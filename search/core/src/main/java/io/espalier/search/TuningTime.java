package io.espalier.search;

import io.espalier.search.evaluate.EvaluatorPool;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Rung;
import io.espalier.search.evaluate.Tuner;
import io.espalier.search.space.Recipe;
import io.espalier.training.TrainingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Divides the time, or the budget, between the waves of tuning. What was decided by the clock is recorded, so that a
 * resumed run decides alike.
 */
final class TuningTime {
    /** Of what is left, so that the last wave does not run over. */
    private static final double CAUTION = .95;
    /** MACs of a middling finalist, of the parent's. */
    private static final double MIDDLING = .6;

    private static final int PROBE_STEPS = 6;
    private static final String STEPS = "tuningSteps";
    private static final String FINALISTS = "finalists";
    private static final String PLANNED_STEPS = "plannedSteps";

    private final RunContext run;
    private final Tuner tuner;
    private final EvaluatorPool pool;
    private final double parentMacs;
    private final Pace pace;
    private final List<Integer> chosenSteps;
    private int wavesAsked;
    private final WaveOverhead overhead = new WaveOverhead();

    /** @param pool in which the cuts of a wave are tuned */
    TuningTime(RunContext run, Ground ground, Tuner tuner, EvaluatorPool pool) {
        this.run = run;
        this.tuner = tuner;
        this.pool = pool;
        this.parentMacs = macs(ground.pricing().price(Recipe.PARENT));
        this.pace = new Pace(parentMacs, run.ports.nanoTime());
        this.chosenSteps = new ArrayList<>(run.record.choices(STEPS));
    }

    static double macs(Priced priced) {
        return priced.cost("macs").value();
    }

    /** Threads of each training when {@code trainings} run side by side. */
    int threads(int trainings) {
        return Math.max(1, run.request.trainingThreads() / trainings);
    }

    /** How many finalists, and about how many steps for each. @param seconds for all */
    TuningPlan plan(double seconds) {
        TuningPlan plan;
        if (run.plan.isLimited()) {
            if (run.record.choice(FINALISTS).isEmpty()) {
                probe();
                double step = pace.seconds(MIDDLING * parentMacs) / pool.evaluators();
                TuningPlan fitting = TuningPlan.ofTime(seconds, step);
                run.record.choose(FINALISTS, fitting.finalists());
                run.record.choose(PLANNED_STEPS, fitting.steps());
            }
            plan = new TuningPlan(
                    run.record.choice(FINALISTS).orElse(1),
                    run.record.choice(PLANNED_STEPS).orElse(1));
        } else {
            plan = TuningPlan.ofBudget(run.request.budget().orElse(1));
        }
        return new TuningPlan(
                run.request.finalists().orElse(plan.finalists()),
                run.request.tuningSteps().orElse(plan.steps()));
    }

    /**
     * Steps of the next wave: what was chosen before a kill, what is asked for, or an equal share of the time left.
     *
     * @param waves the largest cut of each wave to come, the next one first
     * @param mayEnd whether there may be no time any more
     * @return empty when the time is over
     */
    Optional<Integer> steps(int planned, List<Priced> waves, Duration end, boolean mayEnd) {
        int index = wavesAsked++;
        overhead.waveStarts(run.plan.used());
        if (!run.plan.isLimited() || run.request.tuningSteps().isPresent()) {
            return Optional.of(planned);
        }
        if (index < chosenSteps.size()) {
            return Optional.of(chosenSteps.get(index));
        }
        if (!pace.isKnown()) {
            probe();
        }
        double seconds = CAUTION * (end.minus(run.plan.used()).toMillis() / 1000.0) - waves.size() * overhead.seconds();
        double each = waves.stream().mapToDouble(cut -> pace.seconds(macs(cut))).sum();
        if (seconds < each && mayEnd) {
            return Optional.empty();
        }
        int fitting = TuningPlan.clampSteps(seconds / each);
        chosenSteps.add(fitting);
        run.record.choose(STEPS, chosenSteps);
        return Optional.of(fitting);
    }

    /** The wave that {@link #steps} was last asked for is over: what it took besides its steps will be taken again. */
    void waveIsOver() {
        overhead.waveIsOver(run.plan.used());
    }

    /** A step of the largest cut of a wave is over. */
    void stepped(int step, Priced largest) {
        pace.stepped(step, macs(largest));
        overhead.stepped(step, run.plan.used());
    }

    /** Trains the whole network for a few steps, as many times as a wave is wide, to learn what a step costs. */
    private void probe() {
        int wide = pool.evaluators();
        TrainingListener timing = (step, all, loss) -> pace.stepped(step, parentMacs);
        pool.inOrder(IntStream.range(0, wide)
                .<Supplier<Boolean>>mapToObj(i -> () -> {
                    tuner.probe(
                            run.request.tuning(PROBE_STEPS), threads(wide), i == 0 ? timing : TrainingListener.NONE);
                    return true;
                })
                .toList());
        Duration each = Duration.ofNanos(Math.round(1e9 * pace.seconds(parentMacs)));
        int fitting = (int) (wide * run.plan.untilExport().toNanos() / Math.max(1, each.toNanos()));
        run.tell(new SearchEvent.RungPriced(Rung.TUNED, each, fitting, wide));
    }
}
