package io.espalier.search;

import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Rung;
import io.espalier.training.NoTraining;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Divides the time, or the budget, between the rungs of tuning and their waves. What was decided by the clock is recorded,
 * so that a resumed run decides alike.
 */
final class TuningTime {
    /** Of what is left, so that the last wave does not run over. */
    private static final double CAUTION = .95;

    private static final String STEPS = "tuningSteps";
    private static final String PLAN = "tuningPlan";

    private final RunContext run;
    private final TrainingPrice price;
    private final double besides;
    private final List<Integer> chosenSteps;
    private int wavesAsked;
    private final WaveOverhead overhead = new WaveOverhead();

    /** @param besides seconds that a short training takes besides its steps */
    TuningTime(RunContext run, TrainingPrice price, double besides) {
        this.run = run;
        this.price = price;
        this.besides = besides;
        this.chosenSteps = new ArrayList<>(run.record.choices(STEPS));
    }

    static double macs(Priced priced) {
        return priced.cost("macs").value();
    }

    /**
     * What can be tuned, told before anything is scored; a resumed run that has planned already need not measure it again.
     *
     * @param time for all tuning
     */
    void foretell(Duration time) {
        if (!run.plan.isLimited() || !run.record.choices(PLAN).isEmpty()) {
            return;
        }
        TuningPlan plan = run.request.tuningPlan().orElseGet(() -> fitting(time));
        if (plan.contenders() > 0) {
            tell(Rung.BRIEF, plan.contenders(), plan.briefSteps());
        }
        tell(Rung.TUNED, plan.finalists(), plan.steps());
    }

    private TuningPlan fitting(Duration time) {
        int wide = price.sideBySide();
        TuningPlan plan = TuningPlan.ofTime(seconds(time), price.middling() / wide, besides / wide);
        return run.ports.engine() instanceof NoTraining ? plan.withoutContest() : plan;
    }

    private void tell(Rung rung, int cuts, int steps) {
        double seconds = besides + steps * price.middling();
        run.tell(new SearchEvent.RungPriced(
                rung, Duration.ofMillis(Math.round(1000 * seconds)), cuts, price.sideBySide(), steps));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    /** How many cuts on each rung, and for how long. @param time for all of it */
    TuningPlan plan(Duration time) {
        if (run.request.tuningPlan().isPresent()) {
            return run.request.tuningPlan().get();
        }
        if (!run.plan.isLimited()) {
            return TuningPlan.ofBudget(run.request.budget().orElse(1));
        }
        List<Integer> chosen = run.record.choices(PLAN);
        if (chosen.isEmpty()) {
            TuningPlan fitting = fitting(time);
            chosen = List.of(fitting.contenders(), fitting.briefSteps(), fitting.finalists(), fitting.steps());
            run.record.choose(PLAN, chosen);
        }
        return new TuningPlan(chosen.get(0), chosen.get(1), chosen.get(2), chosen.get(3));
    }

    /**
     * Steps of the next wave of finalists: what was chosen before a kill, what is asked for, or as many as fit an equal share
     * of the time left: small networks get more steps.
     *
     * @param waves the largest cut of each wave to come, the next one first
     * @param mayEnd whether there may be no time any more
     * @return empty when the time is over
     */
    Optional<Integer> steps(int planned, List<Priced> waves, Duration end, boolean mayEnd) {
        int index = wavesAsked++;
        price.begins();
        overhead.waveStarts(run.plan.used());
        if (!run.plan.isLimited() || run.request.tuningPlan().isPresent()) {
            return Optional.of(planned);
        }
        if (index < chosenSteps.size()) {
            return Optional.of(chosenSteps.get(index));
        }
        double seconds = CAUTION * seconds(end.minus(run.plan.used())) - waves.size() * overhead.seconds();
        double each =
                waves.stream().mapToDouble(cut -> price.seconds(macs(cut))).sum();
        if (seconds < each && mayEnd) {
            return Optional.empty();
        }
        int fitting = TuningPlan.clampSteps(seconds / waves.size() / price.seconds(macs(waves.get(0))));
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
        price.stepped(step, macs(largest));
        overhead.stepped(step, run.plan.used());
    }
}
