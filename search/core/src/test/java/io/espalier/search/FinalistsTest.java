package io.espalier.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Rung;
import io.espalier.search.evaluate.Trial;
import io.espalier.search.objective.Constraint;
import io.espalier.search.objective.Goals;
import io.espalier.search.objective.MetricName;
import io.espalier.search.objective.Objective;
import io.espalier.search.objective.Unit;
import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import io.espalier.search.testing.ToyEvaluation;
import io.espalier.zoo.graph.Precision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FinalistsTest {
    private static final Objective LATENCY = Objective.of(MetricName.parse("latency@here"), ToyEvaluation.LATENCY);

    private static Goals goals(Constraint... constraints) {
        return new Goals(List.of(LATENCY), List.of(constraints), Map.of("latency@here", 1.0), .9);
    }

    @Test
    void spreadOverTheRangeOfTheFront() {
        List<Evaluated> all = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            all.add(evaluated(i, .2 + .02 * i, .4 + .0125 * i, false));
        }
        List<Evaluated> chosen = new Finalists(goals(), 10).choose(all, 5);
        assertThat(chosen).hasSize(5);
        assertThat(chosen.get(0)).isEqualTo(all.get(39));
        assertThat(chosen.get(4)).isEqualTo(all.get(0));
        for (int i = 1; i < 5; i++) {
            assertThat(cost(chosen.get(i - 1)) - cost(chosen.get(i))).isBetween(.15, .25);
        }
    }

    @Test
    void takeAMemberOfTheBandBeforeOneFarBehind() {
        Evaluated front = evaluated(1, .5, .8, false);
        Evaluated band = evaluated(2, .51, .795, false);
        Evaluated behind = evaluated(3, .52, .6, false);
        assertThat(new Finalists(goals(), 10).choose(List.of(behind, band, front), 2))
                .containsExactly(band, front);
    }

    @Test
    void areDistinctCutsAndNeverTheWholeParent() {
        Evaluated whole = evaluated(0, 1, .9, false);
        Evaluated cut = evaluated(1, .6, .8, false);
        Evaluated quantized = evaluated(1, .3, .8, true);
        assertThat(new Finalists(goals(), 10).choose(List.of(whole, cut, quantized), 4))
                .containsExactly(quantized);
    }

    @Test
    void leaveOutWhatGuesses() {
        List<Evaluated> all = List.of(
                evaluated(1, .8, .85, false),
                evaluated(2, .6, .7, false),
                evaluated(3, .4, .5, false),
                evaluated(4, .1, .11, false));
        assertThat(new Finalists(goals(), 10).choose(all, 4)).containsExactly(all.get(0), all.get(1), all.get(2));
    }

    @Test
    void preferWhatMayKeepABoundOnAccuracy() {
        Constraint bound = new Constraint(
                "accuracy >= -2pt",
                Objective.ACCURACY.expression(),
                false,
                -.02,
                Constraint.Scale.POINTS_FROM_PARENT,
                12,
                Unit.NONE);
        List<Evaluated> all = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            all.add(evaluated(i, .2 + .04 * i, .4 + .025 * i, false));
        }
        assertThat(new Finalists(goals(bound), 10).choose(all, 4))
                .allMatch(one -> one.trial().accuracy() > .7);
    }

    private static double cost(Evaluated one) {
        return one.priced().cost("latency@here").value();
    }

    private static Evaluated evaluated(int kept, double cost, double accuracy, boolean int8) {
        Recipe recipe = Recipe.of(
                List.of(), kept == 0 ? Map.of() : Map.of("g", kept), int8 ? Map.of("n", Precision.INT8) : Map.of());
        CandidateId id = CandidateId.of("parent", recipe);
        Priced priced = new Priced(
                recipe,
                id,
                new TreeMap<>(
                        Map.of("latency@here", CostEstimate.exactly(ToyEvaluation.LATENCY, cost, Confidence.MEASURED))),
                "");
        Trial trial = new Trial(
                "k" + id,
                id,
                recipe.canonical(),
                Trial.State.DONE,
                "",
                Rung.UNTRAINED,
                1,
                "host",
                1,
                Instant.EPOCH,
                new TreeMap<>(),
                new TreeMap<>(Map.of(Trial.ACCURACY, accuracy, Trial.STANDARD_ERROR, .01)),
                new TreeMap<>(),
                Trial.SCHEMA_VERSION);
        return new Evaluated(priced, trial);
    }
}
