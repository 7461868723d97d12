package io.espalier.search;

import io.espalier.search.evaluate.AccuracyRung;
import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.EvaluatorPool;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Rung;
import io.espalier.search.evaluate.StoredCost;
import io.espalier.search.evaluate.Trial;
import io.espalier.search.method.SearchMethod;
import io.espalier.search.method.SearchProblem;
import io.espalier.search.objective.Objective;
import io.espalier.search.objective.ParetoFront;
import io.espalier.zoo.file.Sha256;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs the loop of the first rung until budget, time or space end, and says how it goes. */
final class FirstRung {
    /** Where nothing else ends it. */
    private static final int MOST = 100_000;
    /** How much more than the smallest candidate another takes. */
    static final double DEARER = 1.5;

    private final RunContext run;
    private final Ground ground;
    private final AccuracyRung rung;

    FirstRung(RunContext run, Ground ground, AccuracyRung rung) {
        this.run = run;
        this.ground = ground;
        this.rung = rung;
    }

    List<Evaluated> run() {
        Duration time = run.plan.forFirstRung();
        int expected = expected(time);
        Prospects prospects = new Prospects(ground.goals(), run.request.metric().guessing());
        SearchMethod method = run.ports
                .methods()
                .start(new SearchProblem(
                        ground.space(),
                        ground.goals().objectives().stream()
                                .map(Objective::toString)
                                .toList(),
                        SearchLoop.prices(ground.pricing(), ground.goals()),
                        error -> prospects.shortfall(1 - error),
                        expected,
                        run.request.seed()));
        try (EvaluatorPool pool = new EvaluatorPool(run.request.evaluators())) {
            List<Evaluated> all = new SearchLoop(
                            method,
                            ground.pricing(),
                            rung,
                            run.runner,
                            pool,
                            ground.goals(),
                            new Telling(time, expected))
                    .run();
            run.record.choose("scored", all.size());
            return all;
        }
    }

    /** How many evaluations fit, by the budget or by the price of one; told. */
    private int expected(Duration time) {
        int budget = run.request.budget().orElse(MOST);
        if (!run.plan.isLimited()) {
            tellPrice(Duration.ZERO, budget);
            return budget;
        }
        OptionalInt chosen = run.record.choice("expected");
        if (chosen.isPresent()) {
            return chosen.getAsInt();
        }
        Duration each = price();
        long fitting = Math.round(.8 * time.toMillis() * run.request.evaluators() / (DEARER * each.toMillis()));
        int expected = (int) Math.max(1, Math.min(budget, fitting));
        run.record.choose("expected", expected);
        tellPrice(each, expected);
        return expected;
    }

    /** Of an evaluation of the smallest candidate, at least a millisecond; 0 where nothing asks the clock. */
    Duration price() {
        if (!run.plan.isLimited()) {
            return Duration.ZERO;
        }
        Priced largest = ground.pricing()
                .price(ground.space()
                        .candidate(i ->
                                Math.max(0, ground.space().decisions().get(i).alternatives() - 1)));
        // The first pays for loading and compiling, so the second tells the price.
        run.runner.run(rung, largest.recipe(), largest.id());
        Priced second = ground.pricing().price(ground.space().smallest());
        Trial trial = run.runner.run(rung, second.recipe(), second.id());
        return Duration.ofMillis(Math.max(1, trial.wallMillis()));
    }

    private void tellPrice(Duration each, int fitting) {
        run.tell(new SearchEvent.RungPriced(Rung.UNTRAINED, each, fitting, run.request.evaluators(), 0));
    }

    private final class Telling implements SearchLoop.Progress {
        private final Duration end;
        private final int expected;
        private final OptionalInt before = run.record.choice("scored");
        private final Plateau plateau = new Plateau(ground.space().size());
        private ParetoFront<Evaluated> front = ParetoFront.empty(evaluated -> evaluated.minimised(ground.goals()));

        private Telling(Duration time, int expected) {
            this.end = run.plan.used().plus(time);
            this.expected = expected;
        }

        @Override
        public int allowed(int scored) {
            if (run.plan.isLimited() && before.isPresent()) {
                // The run was killed after this phase: it ends where it ended.
                return before.getAsInt() - scored;
            }
            boolean timeIsOver = scored > 0 && run.plan.used().compareTo(end) >= 0;
            if (run.plan.isLimited() && (timeIsOver || plateau.isReached(scored, hypervolume()))) {
                return 0;
            }
            return run.request.budget().orElse(MOST) - scored;
        }

        private void keepCosts(Priced priced) {
            priced.costs().forEach((metric, cost) -> {
                String key = Sha256.of("cost %s of %s by %s".formatted(metric, priced.id(), ground.profilesHash()));
                if (run.store.findCost(key).isEmpty()) {
                    run.store.putCost(new StoredCost(
                            key,
                            priced.id(),
                            metric,
                            cost.metric().unit(),
                            cost.value(),
                            cost.low(),
                            cost.high(),
                            cost.confidence().toString()));
                }
            });
        }

        @Override
        public void scored(Evaluated evaluated, int scored, int rejected) {
            if (evaluated.isDone()) {
                front = front.plus(evaluated);
            }
            keepCosts(evaluated.priced());
            Duration left = end.minus(run.plan.used());
            run.tell(new SearchEvent.CandidateScored(
                    evaluated,
                    scored,
                    expected,
                    rejected,
                    front.size(),
                    hypervolume(),
                    run.plan.isLimited() ? Optional.of(left.isNegative() ? Duration.ZERO : left) : Optional.empty()));
        }

        private double hypervolume() {
            return front.hypervolume(
                    ground.goals().reference(run.request.metric().guessing()));
        }
    }
}
