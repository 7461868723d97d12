package io.espalier.search.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.search.objective.CostExpression.Constant;
import io.espalier.search.objective.CostExpression.Cost;
import io.espalier.search.objective.CostExpression.Extreme;
import io.espalier.search.objective.CostExpression.Negation;
import io.espalier.search.objective.CostExpression.OfParent;
import io.espalier.search.objective.CostExpression.Product;
import io.espalier.search.objective.CostExpression.Quotient;
import io.espalier.search.objective.CostExpression.Sum;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CostExpressionTest {
    private static final CostMetric MS = CostMetric.lowerIsBetter("latency", "ms");
    private static final List<String> NAMES = List.of("latency@cpu", "latency@phone", "size", "peak-memory");
    /** All in one unit, so that every tree is legal in a constraint. */
    private static final Vocabulary VOCABULARY = Vocabulary.of(
            List.of(
                    CostMetric.lowerIsBetter("latency", ""),
                    CostMetric.lowerIsBetter("size", ""),
                    CostMetric.lowerIsBetter("peak-memory", "")),
            Set.of("latency"),
            List.of("cpu", "phone"));

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static CostExpression random(SplittableRandom random, int depth) {
        if (depth == 0) {
            return random.nextInt(4) == 0
                    ? new Constant(random.nextInt(1, 40) / 8.0)
                    : new Cost(MetricName.parse(NAMES.get(random.nextInt(NAMES.size()))));
        }
        return switch (random.nextInt(6)) {
            case 0 -> new Negation(random(random, depth - 1));
            case 1 -> new Sum(several(random, depth));
            case 2 -> new Product(random(random, depth - 1), random(random, depth - 1));
            case 3 -> new Quotient(random(random, depth - 1), random(random, depth - 1));
            case 4 -> new Extreme(random.nextBoolean(), several(random, depth));
            default -> new OfParent(random(random, depth - 1));
        };
    }

    private static List<CostExpression> several(SplittableRandom random, int depth) {
        return Stream.generate(() -> random(random, depth - 1))
                .limit(random.nextInt(2, 4))
                .toList();
    }

    private static Map<String, CostEstimate> costs(SplittableRandom random) {
        Map<String, CostEstimate> costs = new TreeMap<>();
        for (String name : NAMES) {
            double value = 1 + random.nextDouble();
            Confidence confidence = Confidence.values()[random.nextInt(3)];
            costs.put(
                    name,
                    new CostEstimate(
                            MS,
                            value,
                            value * (1 - .2 * random.nextDouble()),
                            value * (1 + .2 * random.nextDouble()),
                            confidence));
        }
        return costs;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsWrittenIsReadAsTheSame(long seed) {
        CostExpression expression =
                new Sum(List.of(new Cost(MetricName.of("size")), random(new SplittableRandom(seed), 4)));
        Constraint read = Constraint.parse(expression.text() + " <= 1", VOCABULARY);
        assertThat(read.expression()).as(expression.text()).isEqualTo(expression);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theIntervalHoldsTheValueAndTheWeakestConfidenceWins(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CostExpression expression = random(random, 4);
        Map<String, CostEstimate> own = costs(random);
        KnownCosts costs = KnownCosts.ofEstimates(own);
        CostRange range = expression.in(costs, costs);
        if (Double.isFinite(range.value())) {
            assertThat(range.value()).isBetween(range.low(), range.high());
        }
        Confidence weakest = expression.metrics().stream()
                .map(metric -> own.getOrDefault(metric.toString(), CostEstimate.exactly(MS, 0, Confidence.MEASURED))
                        .confidence())
                .reduce(Confidence.MEASURED, Confidence::and);
        assertThat(range.confidence()).isEqualTo(weakest);
    }

    /** Any costs inside their intervals give a value inside the interval of the expression. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void costsInsideTheirIntervalsStayInside(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CostExpression expression = random(random, 3);
        Map<String, CostEstimate> estimates = costs(random);
        Map<String, Double> parent = values(costs(random));
        CostRange range = expression.in(KnownCosts.ofEstimates(estimates), KnownCosts.ofValues(parent));
        for (int i = 0; i < 20; i++) {
            Map<String, Double> drawn = new TreeMap<>();
            estimates.forEach((name, estimate) ->
                    drawn.put(name, estimate.low() + random.nextDouble() * (estimate.high() - estimate.low())));
            double value = expression
                    .in(KnownCosts.ofValues(drawn), KnownCosts.ofValues(parent))
                    .value();
            if (Double.isFinite(value) && Double.isFinite(range.value())) {
                double slack = 1e-9 * Math.max(1, Math.abs(value));
                assertThat(value).as(expression.text()).isBetween(range.low() - slack, range.high() + slack);
            }
        }
    }

    private static Map<String, Double> values(Map<String, CostEstimate> estimates) {
        Map<String, Double> values = new TreeMap<>();
        estimates.forEach((name, estimate) -> values.put(name, estimate.value()));
        return values;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theWorstIsNoBetterThanAnyPart(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        KnownCosts costs = KnownCosts.ofEstimates(costs(random));
        List<CostExpression> parts =
                NAMES.stream().map(MetricName::parse).map(CostExpression::of).toList();
        CostRange worst = new Extreme(true, parts).in(costs, costs);
        CostRange best = new Extreme(false, parts).in(costs, costs);
        for (CostExpression part : parts) {
            CostRange range = part.in(costs, costs);
            assertThat(worst.value()).isGreaterThanOrEqualTo(range.value());
            assertThat(worst.high()).isGreaterThanOrEqualTo(range.high());
            assertThat(best.value()).isLessThanOrEqualTo(range.value());
        }
        assertThat(parts).anyMatch(part -> part.in(costs, costs).value() == worst.value());
    }

    @Test
    void computesByHand() {
        Map<String, Double> own = Map.of("latency@cpu", 2.0, "latency@phone", 6.0, "size", 100.0);
        Map<String, Double> parent = Map.of("latency@cpu", 4.0, "latency@phone", 8.0, "size", 400.0);
        Map.of(
                        "0.7*latency@phone + 0.3*latency@cpu", 4.8,
                        "max(latency@cpu, latency@phone)", 6.0,
                        "max(latency@cpu/parent, latency@phone/parent)", .75,
                        "(latency@cpu + latency@phone)/parent", 8 / 12.0,
                        "latency@cpu/parent - size/parent", .25,
                        "2*latency@cpu/parent", 1.0,
                        "-latency@cpu - -size", 98.0)
                .forEach((text, value) -> assertThat(
                                Constraint.parse(text + " <= 1", VOCABULARY).value(own, parent))
                        .as(text)
                        .isCloseTo(value, within(1e-12)));
    }

    @Test
    void namesTheCostThatIsMissing() {
        KnownCosts costs = KnownCosts.ofValues(Map.of("size", 1.0));
        assertThatThrownBy(() -> CostExpression.of(MetricName.of("macs")).in(costs, costs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The cost (macs) is missing among [size].");
    }
}
