package io.espalier.search.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.cost.CostMetric;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectiveTest {
    static final Vocabulary VOCABULARY = Vocabulary.of(
                    List.of(
                            CostMetric.lowerIsBetter("latency", "ms"),
                            CostMetric.higherIsBetter("throughput", "inferences/s"),
                            CostMetric.lowerIsBetter("energy", "mJ"),
                            CostMetric.lowerIsBetter("price", ""),
                            CostMetric.lowerIsBetter("size", "bytes"),
                            CostMetric.lowerIsBetter("peak-memory", "bytes")),
                    Set.of("latency", "throughput", "energy", "price"),
                    List.of("cpu", "phone"))
            .withMissing(Map.of("price", "--price-per-hour 0.34."));

    private static Objective parse(String text) {
        return Objective.parse(text, VOCABULARY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "latency | latency@cpu | ms | lower",
                "latency@phone | latency@phone | ms | lower",
                "size | size | bytes | lower",
                "throughput | throughput@cpu | inferences/s | higher",
                "0.7*latency@phone+0.3*latency@cpu | 0.7*latency@phone + 0.3*latency@cpu | ms | lower",
                "mix = 0.7 * latency@phone + 0.3 * latency@cpu | mix | ms | lower",
                "max(latency@cpu,latency@phone) | max(latency@cpu, latency@phone) | ms | lower",
                "max(latency@cpu/parent, size/parent) | max(latency@cpu/parent, size/parent) | `` | lower",
                "min(throughput, throughput@phone) | min(throughput@cpu, throughput@phone) | inferences/s | higher",
                "-throughput | -throughput@cpu | inferences/s | lower",
                "-2*latency | -2*latency@cpu | ms | higher",
                "latency/parent - throughput/parent | latency@cpu/parent - throughput@cpu/parent | `` | lower",
                "throughput/energy | throughput@cpu/energy@cpu | inferences/s/mJ | higher",
                "energy*latency | energy@cpu*latency@cpu | mJ·ms | lower",
                "1/throughput | 1/throughput@cpu | 1/(inferences/s) | lower",
                "latency@phone / 2e3 | latency@phone/2000 | ms | lower",
                "size/parent * (latency/parent + energy/parent) | size/parent*(latency@cpu/parent + energy@cpu/parent) | `` | lower",
                "peak-memory + size | peak-memory + size | bytes | lower",
                "(size + peak-memory)/parent | (size + peak-memory)/parent | `` | lower"
            })
    void readsTheGrammar(String text, String name, String unit, String better) {
        Objective objective = parse(text);
        assertThat(objective.name()).isEqualTo(name);
        assertThat(objective.unit()).hasToString(unit == null ? "" : unit);
        assertThat(objective.isHigherBetter()).isEqualTo(better.equals("higher"));
    }

    @Test
    void accuracyIsItself() {
        assertThat(parse(" accuracy ")).isEqualTo(Objective.ACCURACY);
        assertThat(parse("accuracy").isAccuracy()).isTrue();
        assertThat(parse("size").isAccuracy()).isFalse();
    }

    @Test
    void aNameCanBeUsedByWhatFollows() {
        List<Objective> objectives = Objective.parseAll(
                List.of("mix = 0.5*latency@cpu + 0.5*latency@phone", "half = mix/2", "size"), VOCABULARY);
        assertThat(objectives).extracting(Objective::name).containsExactly("mix", "half", "size");
        assertThat(objectives.get(1).expression().text()).isEqualTo("(0.5*latency@cpu + 0.5*latency@phone)/2");
        Constraint constraint = Constraint.parse("mix <= 3ms", VOCABULARY.with(objectives));
        assertThat(constraint.bound()).isEqualTo(3);
        assertThat(constraint.expression()).isEqualTo(objectives.get(0).expression());
    }

    @Test
    void aConstraintNeedNotBeBetterOneWay() {
        Constraint ratio = Constraint.parse("latency@cpu/latency@phone <= 2", VOCABULARY);
        assertThat(ratio.expression().text()).isEqualTo("latency@cpu/latency@phone");
        assertThat(Constraint.parse("0.7*latency@cpu + 0.3*latency@phone <= 60%", VOCABULARY)
                        .scale())
                .isEqualTo(Constraint.Scale.OF_PARENT);
        assertThat(Constraint.parse("max(latency@cpu, latency@phone) <= 5000us", VOCABULARY)
                        .bound())
                .isEqualTo(5);
        assertThat(Constraint.parse("energy <= 2J", VOCABULARY).bound()).isEqualTo(2000);
        assertThat(Constraint.parse("latency/parent - size/parent >= -0.5", VOCABULARY)
                        .bound())
                .isEqualTo(-.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "latencey | The metric (latencey) is unknown, at character 1 of the objective \"latencey\".#Maybe latency; known are accuracy, latency, throughput, energy, price, size, peak-memory.",
                "0.5*sise | The metric (sise) is unknown, at character 5 of the objective \"0.5*sise\".#Maybe size; known are accuracy, latency, throughput, energy, price, size, peak-memory.",
                "speed | The metric (speed) is unknown, at character 1 of the objective \"speed\".#Maybe one of accuracy, latency, throughput, energy, price, size, peak-memory.",
                "latency@phones | The profile (phones) is not one of this run, at character 9 of the objective \"latency@phones\".#Maybe phone; known are cpu, phone.",
                "size@cpu | The metric (size) has no profile, at character 5 of the objective \"size@cpu\".#Maybe write size alone.",
                "price | The metric (price) cannot be priced, at character 1 of the objective \"price\".#Maybe --price-per-hour 0.34.",
                "latency + size | (latency@cpu) is in ms and (size) in bytes, so they do not add, at character 11 of the objective \"latency + size\".#Maybe as shares of the parent's, such as latency/parent + size/parent.",
                "latency - 1 | (latency@cpu) is in ms and (-1) in no unit, so they do not add, at character 11 of the objective \"latency - 1\".#Maybe as shares of the parent's, such as latency/parent + size/parent.",
                "max(latency, size) | (latency@cpu) is in ms and (size) in bytes, so they do not compare, at character 14 of the objective \"max(latency, size)\".#Maybe as shares of the parent's, such as latency/parent + size/parent.",
                "latency/parent + throughput/parent | (latency@cpu/parent) is better lower and (throughput@cpu/parent) better higher, so their sum is better neither lower nor higher, at character 18 of the objective \"latency/parent + throughput/parent\".#Maybe another sign; or a constraint, which need not be better one way.",
                "max(latency/parent, throughput/parent) | (latency@cpu/parent) is better lower and (throughput@cpu/parent) better higher, so their max is better neither lower nor higher, at character 21 of the objective \"max(latency/parent, throughput/parent)\".#Maybe another sign; or a constraint, which need not be better one way.",
                "latency/latency@phone | (latency@cpu) is better lower and (latency@phone) better lower, so their ratio is better neither lower nor higher, at character 8 of the objective \"latency/latency@phone\".#Maybe another sign; or a constraint, which need not be better one way.",
                "latency*throughput | (latency@cpu) is better lower and (throughput@cpu) better higher, so their product is better neither lower nor higher, at character 8 of the objective \"latency*throughput\".#Maybe another sign; or a constraint, which need not be better one way.",
                "latency <= 3 | An objective has no bound, at character 9 of the objective \"latency <= 3\".#Maybe --constraint instead.",
                "latency size | An operator is missing, at character 9 of the objective \"latency size\".#Maybe +, -, * or /.",
                "latency + | A cost is missing, at character 10 of the objective \"latency +\".#Maybe one of accuracy, latency, throughput, energy, price, size, peak-memory.",
                "max(latency, energy | (latency@cpu) is in ms and (energy@cpu) in mJ, so they do not compare, at character 14 of the objective \"max(latency, energy\".#Maybe as shares of the parent's, such as latency/parent + size/parent.",
                "max(latency, latency@phone | A ) is missing, at character 27 of the objective \"max(latency, latency@phone\".#Maybe a parenthesis was opened and not closed.",
                "max(latency) | max compares two or more, at character 1 of the objective \"max(latency)\".#Maybe max(latency@a, latency@b).",
                "mean(latency, latency@phone) | The function (mean) is unknown, at character 1 of the objective \"mean(latency, latency@phone)\".#Maybe max or min.",
                "3 | There is no cost in the objective, at character 1 of the objective \"3\".#Maybe one of accuracy, latency, throughput, energy, price, size, peak-memory.",
                "accuracy + size | Accuracy stands alone, at character 1 of the objective \"accuracy + size\".#Maybe leave it out here: it is always an objective, and has constraints of its own.",
                "accuracy@cpu | Accuracy stands alone, at character 1 of the objective \"accuracy@cpu\".#Maybe leave it out here: it is always an objective, and has constraints of its own.",
                "size = latency | The name (size) is taken, at character 1 of the objective \"size = latency\".#Maybe another one.",
                "Mix = latency | The name (Mix) of an objective must be small letters, digits and '-', first a letter, at character 1 of the objective \"Mix = latency\".#Maybe mix = 0.7*latency@a + 0.3*latency@b.",
                "1.2.3*latency | A number is missing, at character 1 of the objective \"1.2.3*latency\".#Maybe a number such as 0.7."
            })
    void pointsAtWhatItDoesNotUnderstand(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message.replace('#', '\n'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "latency@cpu + latency@phone <= 3KB | The unit (KB) does not belong to (latency@cpu + latency@phone), which is in ms, at character 33 of the constraint \"latency@cpu + latency@phone <= 3KB\".#Maybe us, ms, s or %.",
                "size/parent <= 3KB | The unit (KB) does not belong to (size/parent), which is in no unit, at character 17 of the constraint \"size/parent <= 3KB\".#Maybe no unit, or % of the parent's.",
                "energy <= 3ms | The unit (ms) does not belong to energy, at character 12 of the constraint \"energy <= 3ms\".#Maybe uJ, mJ, J or %.",
                "price <= 3 | The metric (price) cannot be priced, at character 1 of the constraint \"price <= 3\".#Maybe --price-per-hour 0.34.",
                "accuracy + size <= 3 | Accuracy stands alone, at character 1 of the constraint \"accuracy + size <= 3\".#Maybe leave it out here: it is always an objective, and has constraints of its own.",
                "0.5 <= latency | There is no cost in the constraint, at character 1 of the constraint \"0.5 <= latency\".#Maybe one of accuracy, latency, throughput, energy, price, size, peak-memory."
            })
    void pointsAtWhatIsWrongWithABound(String text, String message) {
        assertThatThrownBy(() -> Constraint.parse(text, VOCABULARY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message.replace('#', '\n'));
    }
}
