package io.espalier.search.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoalsTest {
    private static final Map<String, Double> PARENT =
            Map.of("latency@cpu", 4.0, "latency@phone", 8.0, "throughput@cpu", 100.0, "size", 1000.0);

    private static Goals goals(List<String> objectives, String... constraints) {
        return new Goals(
                Objective.parseAll(objectives, ObjectiveTest.VOCABULARY),
                List.of(constraints).stream()
                        .map(text -> Constraint.parse(text, ObjectiveTest.VOCABULARY))
                        .toList(),
                PARENT,
                .9);
    }

    private static Map<String, Double> costs(double cpu, double phone, double throughput) {
        return Map.of("latency@cpu", cpu, "latency@phone", phone, "throughput@cpu", throughput, "size", 500.0);
    }

    @Test
    void theParentLiesAtTheCornerOfTheBox() {
        Goals goals = goals(List.of(
                "latency", "throughput", "max(latency@cpu, latency@phone)", "latency/parent - throughput/parent"));
        assertThat(goals.minimised(.9, PARENT)).containsExactly(new double[] {.1, 1, 1, 1, 1}, within(1e-12));
        assertThat(goals.reference(.1)).containsExactly(.9, 1, 1, 1, 1);
    }

    @Test
    void whatIsBetterLiesInside() {
        Goals goals = goals(List.of(
                "latency", "throughput", "max(latency@cpu, latency@phone)", "latency/parent - throughput/parent"));
        double[] vector = goals.minimised(.8, costs(2, 6, 125));
        assertThat(vector).containsExactly(new double[] {.2, .5, .8, .75, 1 + .5 - 1.25}, within(1e-12));
    }

    @Test
    void accuracyIsAlwaysFirstAndAloneNoSearch() {
        assertThat(goals(List.of("size", "accuracy")).objectives())
                .extracting(Objective::name)
                .containsExactly("accuracy", "size");
        assertThatThrownBy(() -> goals(List.of("accuracy")))
                .hasMessage("Accuracy alone is no search.\nMaybe add --objective latency.");
    }

    @Test
    void constraintsOnExpressionsAreMeasuredAgainstTheParent() {
        Goals goals = goals(
                List.of("latency"),
                "0.5*latency@cpu + 0.5*latency@phone <= 50%",
                "max(latency@cpu/parent, latency@phone/parent) <= 0.6",
                "accuracy >= -2pt");
        assertThat(goals.costViolation(costs(2, 4, 1))).isZero();
        // (2 + 6) / 2 = 4 against 3, and 0.75 against 0.6.
        assertThat(goals.costViolation(costs(2, 6, 1))).isCloseTo(1 / 3.0 + .25, within(1e-12));
        assertThat(goals.accuracyViolation(.89)).isZero();
    }

    @Test
    void aDivisionByNothingIsTheWorst() {
        Goals goals = goals(List.of("1/throughput"), "latency/size <= 1");
        assertThat(goals.minimised(.9, costs(1, 1, 0))[1]).isEqualTo(Double.MAX_VALUE);
        Map<String, Double> nothing = Map.of("latency@cpu", 1.0, "size", 0.0, "throughput@cpu", 1.0);
        assertThat(goals.costViolation(nothing)).isInfinite();
    }

    @Test
    void tellsWhatItNeeds() {
        Goals goals = goals(List.of("max(latency@cpu, latency@phone)"), "size <= 50%");
        assertThat(Goals.metrics(goals.objectives(), goals.constraints()))
                .extracting(MetricName::toString)
                .containsExactly("accuracy", "latency@cpu", "latency@phone", "size");
    }
}
