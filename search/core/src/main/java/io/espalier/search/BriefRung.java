package io.espalier.search;

import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.Rung;
import io.espalier.search.evaluate.Tuning;
import io.espalier.search.space.Recipe;
import io.espalier.training.TrainingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Trains the contenders for a few steps, all from the parent's weights, with the same batches, and judged by the same
 * examples; then the best of them climb.
 */
final class BriefRung {
    private static final String TRIED = "contendersTried";

    private final RunContext run;
    private final Ground ground;
    private final TrainingPrice price;
    private final CutTunings trainings;

    BriefRung(RunContext run, Ground ground, TrainingPrice price, CutTunings trainings) {
        this.run = run;
        this.ground = ground;
        this.price = price;
        this.trainings = trainings;
    }

    /** The cuts that climb, the most wanted first, with their short trainings. */
    record Climbing(List<Recipe> cuts, Map<Recipe, Tuning> tunings) {}

    /** @param end when the time of this rung is over: a place for each finalist is filled all the same */
    Climbing run(List<Recipe> contenders, TuningPlan plan, TuningWave wave, Duration end) {
        // In an order that has nothing to do with size: if time runs short, it takes from all alike.
        List<Recipe> cuts = contenders.stream()
                .sorted(Comparator.comparing(cut -> ground.assembler().id(cut).hash()))
                .toList();
        // A resumed run tries as many as it did before it was killed.
        OptionalInt before = run.record.choice(TRIED);
        Map<Recipe, Tuning> tunings = new HashMap<>();
        List<Evaluated> all = new ArrayList<>();
        int tried = 0;
        while (tried < before.orElse(cuts.size()) && (before.isPresent() || isTime(tried, plan, end))) {
            List<Recipe> some = cuts.subList(tried, Math.min(cuts.size(), tried + price.sideBySide()));
            price.begins();
            List<Tuning> started = trainings.sideBySide(
                    some,
                    cut -> Optional.empty(),
                    plan.briefSteps(),
                    telling(some.get(0), tried, some.size(), cuts.size()));
            List<List<Evaluated>> scores = wave.run(started, Rung.BRIEF);
            started.forEach(tuning -> tunings.put(tuning.cut(), tuning));
            scores.forEach(all::addAll);
            tried += some.size();
        }
        if (run.plan.isLimited()) {
            run.record.choose(TRIED, tried);
        }
        if (tried < cuts.size()) {
            run.tell(new SearchEvent.Warned("The time of the short trainings was over before %d of %d cuts were tried."
                    .formatted(cuts.size() - tried, cuts.size())));
        }
        List<Recipe> best =
                new Promotion(ground.goals(), run.request.metric().guessing()).choose(all, plan.finalists());
        return new Climbing(best, tunings);
    }

    private boolean isTime(int tried, TuningPlan plan, Duration end) {
        return !run.plan.isLimited()
                || tried < plan.finalists()
                || run.plan.used().compareTo(end) <= 0;
    }

    private TrainingListener telling(Recipe cut, int first, int sideBySide, int of) {
        double macs = TuningTime.macs(ground.pricing().price(cut));
        return (step, steps, loss) -> {
            price.stepped(step, macs);
            run.tell(new SearchEvent.TuningProgressed(
                    Rung.BRIEF, first + 1, sideBySide, of, step, steps, loss, run.plan.leftOfTuning()));
        };
    }
}
