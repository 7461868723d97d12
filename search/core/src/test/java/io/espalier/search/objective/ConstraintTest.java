package io.espalier.search.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.cost.CostMetric;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintTest {
    private static final Vocabulary VOCABULARY = Vocabulary.of(
            List.of(
                    CostMetric.lowerIsBetter("latency", "ms"),
                    CostMetric.lowerIsBetter("size", "bytes"),
                    CostMetric.lowerIsBetter("macs", "MACs")),
            Set.of("latency"),
            List.of("here", "phone"));

    @ParameterizedTest
    @CsvSource({
        "latency <= 60%, 0.6, OF_PARENT",
        "latency@phone<=300us, 0.3, ABSOLUTE",
        "latency <= 2 s, 2000, ABSOLUTE",
        "latency <= 0.4, 0.4, ABSOLUTE",
        "size <= 500KB, 500000, ABSOLUTE",
        "size<=1.5MiB, 1572864, ABSOLUTE",
        "macs <= 1000, 1000, ABSOLUTE",
        "accuracy >= 90%, 0.9, ABSOLUTE",
        "accuracy >= 0.9, 0.9, ABSOLUTE",
        "accuracy >= -2pt, -0.02, POINTS_FROM_PARENT"
    })
    void readsTheGrammar(String text, double bound, Constraint.Scale scale) {
        Constraint constraint = Constraint.parse(text, VOCABULARY);
        assertThat(constraint.bound()).isCloseTo(bound, within(1e-12));
        assertThat(constraint.scale()).isEqualTo(scale);
    }

    @Test
    void meansTheFirstProfileWhenNoneIsNamed() {
        assertThat(Constraint.parse("latency <= 1ms", VOCABULARY).expression().text())
                .isEqualTo("latency@here");
        assertThat(Constraint.parse("latency@phone <= 1ms", VOCABULARY)
                        .expression()
                        .text())
                .isEqualTo("latency@phone");
        assertThat(Objective.parse("latency", VOCABULARY)).hasToString("latency@here");
        assertThat(Objective.parse("size", VOCABULARY)).hasToString("size");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "latencee <= 60% | The metric (latencee) is unknown, at character 1 of the constraint \"latencee <= 60%\".#Maybe latency; known are accuracy, latency, size, macs.",
                "latency@watch <= 60% | The profile (watch) is not one of this run, at character 9 of the constraint \"latency@watch <= 60%\".#Maybe one of here, phone.",
                "size@here <= 60% | The metric (size) has no profile, at character 5 of the constraint \"size@here <= 60%\".#Maybe write size alone.",
                "latency < 60% | A comparison is missing, at character 9 of the constraint \"latency < 60%\".#Maybe <= or >=.",
                "latency <= fast | A number is missing, at character 12 of the constraint \"latency <= fast\".#Maybe a bound such as 60%.",
                "latency <= 60KB | The unit (KB) does not belong to latency, at character 14 of the constraint \"latency <= 60KB\".#Maybe us, ms, s or %.",
                "size <= 60ms | The unit (ms) does not belong to size, at character 11 of the constraint \"size <= 60ms\".#Maybe KB, MB, KiB, MiB or %.",
                "macs <= 60ms | The unit (ms) does not belong to macs, at character 11 of the constraint \"macs <= 60ms\".#Maybe no unit, or % of the parent's.",
                "accuracy >= 3ms | The unit (ms) does not belong to accuracy, at character 14 of the constraint \"accuracy >= 3ms\".#Maybe % of the images, or pt: points from the parent's.",
                "accuracy >= 120% | An accuracy lies between 0% and 100%, at character 13 of the constraint \"accuracy >= 120%\".#Maybe another bound.",
                "size <= -1KB | No cost is below 0, at character 9 of the constraint \"size <= -1KB\".#Maybe another bound."
            })
    void pointsAtWhatItDoesNotUnderstand(String text, String message) {
        assertThatThrownBy(() -> Constraint.parse(text, VOCABULARY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message.replace('#', '\n'));
    }

    @Test
    void measuresViolationsAsAShareOfTheBound() {
        Constraint latency = Constraint.parse("latency <= 50%", VOCABULARY);
        assertThat(latency.violation(4, 10)).isZero();
        assertThat(latency.violation(7.5, 10)).isCloseTo(.5, within(1e-12));
        Constraint accuracy = Constraint.parse("accuracy >= -2pt", VOCABULARY);
        assertThat(accuracy.violation(.89, .9)).isZero();
        assertThat(accuracy.violation(.44, .9)).isCloseTo(.5, within(1e-12));
        assertThat(latency.violation(Double.NaN, 10)).isInfinite();
    }

    @Test
    void saysHowFarTheNearestCandidateIs() {
        Constraint latency = Constraint.parse("latency <= 1%", VOCABULARY);
        assertThat(latency.unsatisfiable(.2, 1))
                .hasMessage(
                        "No candidate can keep the bound at character 12 of the constraint \"latency <= 1%\": the nearest is 0.2000 ms, 20.0% of the parent's.\nMaybe a higher bound.");
    }
}
