package io.espalier.search.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import io.espalier.training.Accuracy;
import io.espalier.zoo.graph.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DriftTest {
    private static final String LATENCY = "latency@here";
    private static final Recipe INT8 = Recipe.of(List.of(), Map.of(), Map.of("conv", Precision.INT8));

    @Test
    void tellsOnlyThePrecisionWhosePredictionIsOff() {
        assertThat(Drift.sentence(List.of(point(Recipe.PARENT, .5, .49), point(INT8, .3, .2)), LATENCY))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("in int8 takes 0.200 ms now, and took 0.300 ms by the profile (+50 %)")
                        .doesNotContain("fp32"));
    }

    @Test
    void tellsModelsThatWereSlowerThanPredicted() {
        assertThat(Drift.sentence(List.of(point(Recipe.PARENT, .5, .625)), LATENCY))
                .hasValueSatisfying(text -> assertThat(text).contains("(-20 %)"));
    }

    @Test
    void isSilentWherePredictionsHold() {
        assertThat(Drift.sentence(List.of(point(Recipe.PARENT, .5, .49), point(INT8, .3, .31)), LATENCY))
                .isEmpty();
        assertThat(Drift.sentence(List.of(point(Recipe.PARENT, .5, .2)), "latency@elsewhere"))
                .isEmpty();
    }

    private static FrontPoint point(Recipe recipe, double predictedMs, double measuredMs) {
        double micros = 1000 * measuredMs;
        return new FrontPoint(
                "p",
                CandidateId.of("parent", recipe),
                recipe,
                Accuracy.of(90, 100),
                Optional.empty(),
                new TreeMap<>(Map.of(
                        LATENCY, CostEstimate.exactly(KernelTableLatency.LATENCY, predictedMs, Confidence.MEASURED))),
                Optional.of(new LatencyStatistics(micros, micros, 0, micros, 10, 50)),
                new TreeMap<>(),
                0,
                Set.of(),
                Optional.empty());
    }
}
