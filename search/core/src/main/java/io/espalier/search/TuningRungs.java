package io.espalier.search;

import io.espalier.search.evaluate.Deployment;
import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.EvaluatorPool;
import io.espalier.search.evaluate.ModelAccuracy;
import io.espalier.search.evaluate.Rung;
import io.espalier.search.evaluate.Tuner;
import io.espalier.search.space.Recipe;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** From scored candidates to tuned ones: contenders are trained briefly, and the best of them in full. */
final class TuningRungs {
    /** Of the time for tuning, when short trainings end at the latest: a little behind their plan. */
    private static final double BRIEF_ENDS = .3;

    private final RunContext run;
    private final Ground ground;
    private final Tuner tuner;
    private final Deployment deployment;
    private final ModelAccuracy accuracy;
    private final TrainingPrice price;
    private final TuningTime time;

    /**
     * Measures what training costs, and tells it.
     *
     * @param evaluation price of scoring the smallest candidate untrained
     */
    TuningRungs(
            RunContext run,
            Ground ground,
            Tuner tuner,
            Deployment deployment,
            ModelAccuracy accuracy,
            Duration evaluation) {
        this.run = run;
        this.ground = ground;
        this.tuner = tuner;
        this.deployment = deployment;
        this.accuracy = accuracy;
        this.price =
                TrainingPrice.of(run, tuner, TuningTime.macs(ground.pricing().price(Recipe.PARENT)));
        double seconds = FirstRung.DEARER
                * evaluation.toMillis()
                / 1000
                * ground.precisions().size();
        this.time = new TuningTime(run, price, seconds);
        time.foretell(run.plan.forTuning());
    }

    List<LastRung.Tuned> run(List<Evaluated> scored) {
        Duration all = run.plan.untilExport();
        Duration begun = run.plan.used();
        TuningPlan plan = time.plan(all);
        CutTunings trainings =
                new CutTunings(run.request, tuner, price, ground.goals().parentAccuracy(), scored);
        try (EvaluatorPool pool = new EvaluatorPool(price.sideBySide())) {
            TuningWave wave = new TuningWave(run, ground, deployment, accuracy, pool);
            Duration endOfBrief = begun.plusMillis(Math.round(BRIEF_ENDS * all.toMillis()));
            BriefRung.Climbing climbing = climbing(scored, plan, trainings, wave, endOfBrief);
            return new LastRung(run, ground, price, trainings).run(climbing, plan, time, wave, begun.plus(all));
        }
    }

    private BriefRung.Climbing climbing(
            List<Evaluated> scored, TuningPlan plan, CutTunings trainings, TuningWave wave, Duration end) {
        Finalists foremost = new Finalists(ground.goals(), run.request.metric().guessing());
        int wanted = Math.max(plan.contenders(), plan.finalists());
        List<Recipe> cuts = foremost.choose(scored, wanted).stream()
                .map(one -> one.priced().recipe().cut())
                .toList();
        if (cuts.size() <= plan.finalists()) {
            return new BriefRung.Climbing(cuts, Map.of());
        }
        run.tell(new SearchEvent.CutsChosen(
                Rung.BRIEF, cuts.stream().map(ground.pricing()::price).toList(), plan.briefSteps()));
        return new BriefRung(run, ground, price, trainings).run(cuts, plan, wave, end);
    }
}
