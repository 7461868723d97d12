package io.espalier.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.EvaluatorPool;
import io.espalier.search.evaluate.RepeatedFailureException;
import io.espalier.search.evaluate.Trial;
import io.espalier.search.evaluate.TrialRunner;
import io.espalier.search.evaluate.TrialStore;
import io.espalier.search.evolve.EvolutionModule;
import io.espalier.search.method.SearchMethod;
import io.espalier.search.method.SearchMethodFactory;
import io.espalier.search.method.SearchProblem;
import io.espalier.search.objective.Constraint;
import io.espalier.search.objective.Goals;
import io.espalier.search.objective.MetricName;
import io.espalier.search.objective.Objective;
import io.espalier.search.objective.Unit;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.testing.MemoryTrialStore;
import io.espalier.search.testing.Spaces;
import io.espalier.search.testing.ToyEvaluation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchLoopTest {
    private static final SearchSpace SPACE = Spaces.of(6, 8);
    private static final InstantSource CLOCK = () -> Instant.EPOCH;
    private static final Objective LATENCY = Objective.of(MetricName.parse("latency@here"), ToyEvaluation.LATENCY);
    private static final Goals GOALS = goals(List.of());

    private static Goals goals(List<Constraint> constraints) {
        return new Goals(List.of(LATENCY), constraints, Map.of("latency@here", 1.0), .9);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void oneOrTwoEvaluatorsFindTheSame(long seed) {
        List<Evaluated> one = run(new ToyEvaluation(SPACE, seed), new MemoryTrialStore(), 1, 150, seed, GOALS);
        List<Evaluated> two = run(new ToyEvaluation(SPACE, seed), new MemoryTrialStore(), 2, 150, seed, GOALS);
        assertThat(two).isEqualTo(one).hasSize(150);
    }

    @ParameterizedTest(name = "killed after {0} trials")
    @ValueSource(ints = {1, 37, 100, 149})
    void aKilledRunThatIsResumedEndsAsTheUnkilledOne(int killedAfter) {
        ToyEvaluation evaluation = new ToyEvaluation(SPACE, 7);
        MemoryTrialStore store = new MemoryTrialStore();
        List<Evaluated> unkilled = run(evaluation, store, 2, 150, 7, GOALS);
        MemoryTrialStore left = new MemoryTrialStore();
        store.trials().subList(0, killedAfter).forEach(left::put);
        ToyEvaluation again = new ToyEvaluation(SPACE, 7);
        assertThat(run(again, left, 1, 150, 7, GOALS)).isEqualTo(unkilled);
        assertThat(again.scored()).isEqualTo(150 - killedAfter);
    }

    @Test
    void scoresNothingThatItsCostsReject() {
        Constraint constraint = new Constraint(
                "latency <= 40%", LATENCY.expression(), true, .4, Constraint.Scale.OF_PARENT, 11, Unit.of("ms"));
        List<Evaluated> scored =
                run(new ToyEvaluation(SPACE, 2), new MemoryTrialStore(), 2, 60, 2, goals(List.of(constraint)));
        assertThat(scored).hasSize(60);
        assertThat(scored).allMatch(one -> one.priced().cost("latency@here").value() <= .4);
    }

    @Test
    void goesOnAfterSomeFailuresAndCountsThem() {
        ToyEvaluation evaluation = new ToyEvaluation(SPACE, 2)
                .failing(recipe -> recipe.removedBlocks().contains("b0"));
        List<Evaluated> scored = run(evaluation, new MemoryTrialStore(), 2, 100, 2, GOALS);
        assertThat(scored).hasSize(100);
        List<Trial> failed = scored.stream()
                .map(Evaluated::trial)
                .filter(trial -> !trial.isDone())
                .toList();
        assertThat(failed).isNotEmpty();
        assertThat(failed.get(0).failure()).isEqualTo("IllegalStateException: This one always fails.");
    }

    @Test
    void twentyFailuresInARowEndTheRun() {
        MemoryTrialStore store = new MemoryTrialStore();
        ToyEvaluation evaluation = new ToyEvaluation(SPACE, 2).failing(recipe -> true);
        assertThatThrownBy(() -> run(evaluation, store, 2, 100, 2, GOALS))
                .isInstanceOf(RepeatedFailureException.class)
                .hasMessage(
                        "20 candidates failed one after the other, the last because: IllegalStateException: This one always fails.\nMaybe mend the cause and go on with --resume.");
        assertThat(store.trials()).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void stopsWhenTheSpaceIsExhausted() {
        SearchSpace small = Spaces.of(3, 1);
        List<Evaluated> scored = run(small, new ToyEvaluation(small, 1), new MemoryTrialStore(), 2, 10_000, 1, GOALS);
        assertThat(scored).hasSize((int) small.candidates());
    }

    private static List<Evaluated> run(
            ToyEvaluation evaluation, TrialStore store, int evaluators, int budget, long seed, Goals goals) {
        return run(SPACE, evaluation, store, evaluators, budget, seed, goals);
    }

    private static List<Evaluated> run(
            SearchSpace space,
            ToyEvaluation evaluation,
            TrialStore store,
            int evaluators,
            int budget,
            long seed,
            Goals goals) {
        Prospects prospects = new Prospects(goals, .1);
        SearchMethod method = Guice.createInjector(new EvolutionModule())
                .getInstance(SearchMethodFactory.class)
                .start(new SearchProblem(
                        space,
                        List.of("accuracy", "latency@here"),
                        SearchLoop.prices(evaluation, goals),
                        error -> prospects.shortfall(1 - error),
                        budget,
                        seed));
        List<Integer> counts = new ArrayList<>();
        SearchLoop.Progress progress = new SearchLoop.Progress() {
            @Override
            public int allowed(int scored) {
                return budget - scored;
            }

            @Override
            public void scored(Evaluated evaluated, int scored, int rejected) {
                counts.add(scored);
            }
        };
        try (EvaluatorPool pool = new EvaluatorPool(evaluators)) {
            List<Evaluated> all = new SearchLoop(
                            method,
                            evaluation,
                            evaluation,
                            new TrialRunner(store, seed, "host", CLOCK),
                            pool,
                            goals,
                            progress)
                    .run();
            assertThat(counts).hasSize(all.size());
            return all;
        }
    }
}
