package io.espalier.search;

import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.Rung;
import io.espalier.search.evaluate.Tuner;
import io.espalier.search.evaluate.Tuning;
import io.espalier.search.space.Recipe;
import io.espalier.training.TrainingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Trains the contenders for a few steps, all from the parent's weights, with the same batches, and judged by the same
 * images; then the best of them climb.
 */
final class BriefRung {
    private final RunContext run;
    private final Ground ground;
    private final Tuner tuner;
    private final TrainingPrice price;

    BriefRung(RunContext run, Ground ground, Tuner tuner, TrainingPrice price) {
        this.run = run;
        this.ground = ground;
        this.tuner = tuner;
        this.price = price;
    }

    /** The cuts that climb, the most wanted first, with their short trainings. */
    record Climbing(List<Recipe> cuts, Map<Recipe, Tuning> tunings) {}

    /**
     * @param contenders costs matter no more: when the time is over, those that come last are not looked at
     * @param end when the time of this rung is over
     */
    Climbing run(List<Recipe> contenders, TuningPlan plan, CutSchedules schedules, TuningWave wave, Duration end) {
        // In an order that has nothing to do with size: if time runs short, it takes from all alike.
        List<Recipe> cuts = contenders.stream()
                .sorted(Comparator.comparing(cut -> ground.assembler().id(cut).hash()))
                .toList();
        Map<Recipe, Tuning> tunings = new TreeMap<>(Comparator.comparing(Recipe::canonical));
        List<Evaluated> all = new ArrayList<>();
        int width = price.sideBySide();
        for (int first = 0; first < cuts.size(); first += width) {
            if (run.plan.isLimited()
                    && first >= plan.finalists()
                    && run.plan.used().compareTo(end) > 0) {
                run.tell(new SearchEvent.Warned(
                        "The time of the short trainings was over before %d of %d cuts were tried."
                                .formatted(cuts.size() - first, cuts.size())));
                break;
            }
            List<Recipe> some = cuts.subList(first, Math.min(cuts.size(), first + width));
            price.begins();
            List<Tuning> started = new ArrayList<>();
            for (Recipe cut : some) {
                TrainingListener listener =
                        started.isEmpty() ? telling(cut, first, some.size(), cuts.size()) : TuningWave.QUIET;
                started.add(tuner.tuning(
                        cut,
                        Optional.empty(),
                        schedules.of(cut, plan.briefSteps()),
                        price.threads(some.size()),
                        listener));
            }
            List<List<Evaluated>> scores = wave.run(started, Rung.BRIEF);
            for (int i = 0; i < started.size(); i++) {
                tunings.put(started.get(i).cut(), started.get(i));
                all.addAll(scores.get(i));
            }
        }
        List<Recipe> best =
                new Promotion(ground.goals(), run.request.metric().guessing()).choose(all, plan.finalists());
        return new Climbing(best, tunings);
    }

    private TrainingListener telling(Recipe cut, int first, int sideBySide, int of) {
        double macs = TuningTime.macs(ground.pricing().price(cut));
        return (step, steps, loss) -> {
            price.stepped(step, macs);
            run.tell(new SearchEvent.TuningProgressed(Rung.BRIEF, first + 1, sideBySide, of, step, steps, loss));
        };
    }
}
