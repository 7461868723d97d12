package io.espalier.search.testing;

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
import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import io.espalier.training.metric.ExampleScores;
import io.espalier.zoo.graph.Precision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Trials that nobody ran, of cuts of one group, with one cost. */
public final class MadeUpTrials {
    private static final Objective LATENCY = Objective.of(MetricName.parse("latency@here"), ToyEvaluation.LATENCY);

    private MadeUpTrials() {}

    /** Accuracy and latency; the parent's are .9 and 1. */
    public static Goals goals(Constraint... constraints) {
        return new Goals(List.of(LATENCY), List.of(constraints), Map.of("latency@here", 1.0), .9);
    }

    /** @param kept units of the group; 0: the whole parent */
    public static Evaluated evaluated(int kept, double cost, double accuracy, boolean int8) {
        return evaluated(kept, cost, accuracy, int8, Map.of());
    }

    /** @param answers 1 for each example that it is right about, else 0 */
    public static Evaluated answering(int kept, double cost, float... answers) {
        double right = 0;
        for (float answer : answers) {
            right += answer;
        }
        return evaluated(
                kept,
                cost,
                right / answers.length,
                false,
                Map.of("examples", ExampleScores.of(answers).encode()));
    }

    private static Evaluated evaluated(
            int kept, double cost, double accuracy, boolean int8, Map<String, String> notes) {
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
                new TreeMap<>(notes),
                Trial.SCHEMA_VERSION);
        return new Evaluated(priced, trial);
    }
}
