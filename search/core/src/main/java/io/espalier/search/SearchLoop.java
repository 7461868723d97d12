package io.espalier.search;

import io.espalier.search.evaluate.AccuracyRung;
import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.EvaluatorPool;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Pricing;
import io.espalier.search.evaluate.RepeatedFailureException;
import io.espalier.search.evaluate.Trial;
import io.espalier.search.evaluate.TrialRunner;
import io.espalier.search.method.Observation;
import io.espalier.search.method.Price;
import io.espalier.search.method.SearchMethod;
import io.espalier.search.objective.Goals;
import io.espalier.search.space.Candidate;
import io.espalier.search.space.CandidateId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The outer loop of the first rung: ask for a batch, price it, score what its costs do not reject, tell. Its outcome
 * depends on the method and the budget alone, not on how many evaluators there are, nor on what a store already holds.
 */
final class SearchLoop {
    private static final int BATCH = 16;
    /** Candidates an evaluator is handed before anybody looks at the time. */
    private static final int CHUNK = 2;

    private static final int FAILURES_IN_A_ROW = 20;
    private static final int FRUITLESS_BATCHES = 400;

    private final SearchMethod method;
    private final Pricing pricing;
    private final AccuracyRung rung;
    private final TrialRunner runner;
    private final EvaluatorPool pool;
    private final Goals goals;
    private final Progress progress;
    private final Map<CandidateId, Evaluated> evaluated = new LinkedHashMap<>();
    private int rejected;
    private int failuresInARow;

    /** What the loop asks and tells its surroundings. */
    interface Progress {
        /** How many more candidates may be scored, given how many were; 0 ends the loop. */
        int allowed(int scored);

        void scored(Evaluated evaluated, int scored, int rejected);
    }

    SearchLoop(
            SearchMethod method,
            Pricing pricing,
            AccuracyRung rung,
            TrialRunner runner,
            EvaluatorPool pool,
            Goals goals,
            Progress progress) {
        this.method = method;
        this.pricing = pricing;
        this.rung = rung;
        this.runner = runner;
        this.pool = pool;
        this.goals = goals;
        this.progress = progress;
    }

    /** What a method may know of a candidate that was not scored. */
    static Function<Candidate, Price> prices(Pricing pricing, Goals goals) {
        return candidate -> {
            Priced priced = pricing.price(candidate);
            if (priced.isFailed()) {
                return Price.NONE;
            }
            List<Double> costs = goals.costObjectives().stream()
                    .map(objective -> goals.minimised(objective, priced.values()))
                    .toList();
            return new Price(costs, goals.costViolation(priced.values()));
        };
    }

    /** Runs to the end of budget, time or space; all that was scored, in the order proposed. */
    List<Evaluated> run() {
        int fruitless = 0;
        int allowed = progress.allowed(0);
        while (allowed > 0 && fruitless < FRUITLESS_BATCHES) {
            List<Candidate> batch = method.propose(BATCH);
            if (batch.isEmpty()) {
                break;
            }
            int before = evaluated.size();
            step(batch, allowed);
            fruitless = evaluated.size() == before ? fruitless + 1 : 0;
            allowed = progress.allowed(evaluated.size());
        }
        return List.copyOf(evaluated.values());
    }

    private void step(List<Candidate> batch, int allowed) {
        List<Priced> priced = pool.inOrder(batch.stream()
                .<Supplier<Priced>>map(candidate -> () -> pricing.price(candidate))
                .toList());
        Map<CandidateId, Priced> fresh = new LinkedHashMap<>();
        for (Priced one : priced) {
            boolean keepsConstraints = one.isFailed() || goals.costViolation(one.values()) == 0;
            if (keepsConstraints && fresh.size() < allowed && !evaluated.containsKey(one.id())) {
                fresh.putIfAbsent(one.id(), one);
            }
        }
        score(List.copyOf(fresh.values()));
        for (int i = 0; i < batch.size(); i++) {
            method.observe(observation(batch.get(i), priced.get(i)));
        }
    }

    /** A few at a time, so that a run whose time is over need not finish its batch. */
    private void score(List<Priced> chosen) {
        int from = 0;
        while (from < chosen.size() && progress.allowed(evaluated.size()) > 0) {
            List<Priced> some = chosen.subList(from, Math.min(chosen.size(), from + pool.evaluators() * CHUNK));
            List<Trial> trials = pool.inOrder(
                    some.stream().<Supplier<Trial>>map(one -> () -> trial(one)).toList());
            for (int i = 0; i < some.size(); i++) {
                keep(new Evaluated(some.get(i), trials.get(i)));
            }
            from += some.size();
        }
    }

    private Trial trial(Priced priced) {
        return priced.isFailed()
                ? runner.failedPricing(priced, rung.rung())
                : runner.run(rung, priced.recipe(), priced.id());
    }

    private void keep(Evaluated one) {
        evaluated.put(one.priced().id(), one);
        failuresInARow = one.isDone() ? 0 : failuresInARow + 1;
        progress.scored(one, evaluated.size(), rejected);
        if (failuresInARow >= FAILURES_IN_A_ROW) {
            throw new RepeatedFailureException(failuresInARow, one.trial().failure());
        }
    }

    private Observation observation(Candidate candidate, Priced priced) {
        Evaluated known = evaluated.get(priced.id());
        if (known != null && known.isDone()) {
            List<Double> minimised =
                    Arrays.stream(known.minimised(goals)).boxed().toList();
            return new Observation(candidate, minimised, 0);
        }
        if (known != null || priced.isFailed()) {
            return new Observation(candidate, new ArrayList<>(), Double.POSITIVE_INFINITY);
        }
        double violation = goals.costViolation(priced.values());
        if (violation > 0) {
            rejected++;
        }
        // Kept from scoring by the end of the budget or the time only: the loop ends with this batch.
        return new Observation(candidate, new ArrayList<>(), violation > 0 ? violation : Double.POSITIVE_INFINITY);
    }
}
