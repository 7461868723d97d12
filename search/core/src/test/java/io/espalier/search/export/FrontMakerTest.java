package io.espalier.search.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.profile.LatencyStatistics;
import io.espalier.search.objective.Constraint;
import io.espalier.search.objective.CostExpression;
import io.espalier.search.objective.Dominance;
import io.espalier.search.objective.Goals;
import io.espalier.search.objective.MetricName;
import io.espalier.search.objective.Objective;
import io.espalier.search.objective.Unit;
import io.espalier.search.objective.Vocabulary;
import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import io.espalier.search.testing.ToyEvaluation;
import io.espalier.training.Accuracy;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontMakerTest {
    private static final String LATENCY = "latency@here";
    private static final Vocabulary VOCABULARY = Vocabulary.of(
            List.of(ToyEvaluation.LATENCY, CostMetric.lowerIsBetter("size", "bytes")),
            Set.of("latency"),
            List.of("here"));
    private static final FrontPoint PARENT = point(0, false, 1000, 900, 1000);
    private static final FrontPoint PARENT_INT8 = point(0, true, 500, 898, 300);

    private static Goals goals(Constraint... constraints) {
        return new Goals(
                List.of(Objective.of(MetricName.parse(LATENCY), ToyEvaluation.LATENCY)),
                List.of(constraints),
                Map.of(LATENCY, 1.0, "size", 1000.0),
                .9);
    }

    private static Front front(Goals goals, FrontPoint... candidates) {
        return new FrontMaker(goals, LATENCY, .1, true)
                .make(PARENT, List.of(PARENT_INT8), List.of(candidates), List.of());
    }

    @Test
    void comparesEachPointWithTheParentAtItsOwnPrecision() {
        FrontPoint slowInt8 = point(1, true, 510, 890, 310);
        FrontPoint fastInt8 = point(2, true, 400, 880, 200);
        FrontPoint fastFp32 = point(3, false, 700, 895, 800);
        Front front = front(goals(), slowInt8, fastInt8, fastFp32);
        assertThat(front.points()).extracting(FrontPoint::key).containsExactly(fastFp32.key(), fastInt8.key());
        assertThat(front.dropped())
                .containsExactly(new Dropped(
                        slowInt8.id(),
                        slowInt8.key(),
                        "not faster than the parent at its own precision (102.0 % of its latency)"));
    }

    @Test
    void marksWhatIsOnlySmaller() {
        FrontPoint smaller = point(1, false, 1010, 899, 700);
        assertThat(front(goals(), smaller).points().get(0).marks()).contains("smaller-same-speed");
    }

    @Test
    void dropsWhatIsDominatedAsMeasured() {
        FrontPoint good = point(1, false, 500, 880, 500);
        FrontPoint bad = point(2, false, 600, 870, 400);
        Front front = front(goals(), bad, good);
        assertThat(front.points()).extracting(FrontPoint::key).containsExactly(good.key());
        assertThat(front.dropped())
                .containsExactly(new Dropped(bad.id(), bad.key(), "dominated by " + good.id() + " as measured"));
        assertThat(front.hypervolume()).isCloseTo((.9 - .12) * .5 / .9, org.assertj.core.api.Assertions.within(1e-9));
    }

    @Test
    void dropsWhatBreaksAConstraintAsMeasured() {
        Constraint bound = new Constraint(
                "latency <= 40%",
                CostExpression.of(MetricName.parse(LATENCY)), true, .4, Constraint.Scale.OF_PARENT, 11, Unit.of("ms"));
        FrontPoint point = point(1, false, 450, 880, 500);
        assertThat(front(goals(bound), point).dropped())
                .containsExactly(new Dropped(point.id(), point.key(), "breaks the constraint latency <= 40% (0.4500)"));
    }

    @Test
    void marksKneeFastestAsGoodAndSmallestNearlyAsGood() {
        Front front = front(
                goals(),
                point(1, false, 900, 898, 900),
                point(2, false, 800, 892, 700),
                point(3, false, 400, 885, 600),
                point(4, false, 300, 600, 300));
        assertThat(front.points().get(1).marks()).containsExactly("within-one-standard-error", "smallest");
        assertThat(front.points().get(2).marks()).containsExactly("knee");
    }

    /** Throughput is better high: twice the parent's is half of the way to the corner. */
    @Test
    void aCostThatIsBetterHighHasItsPlaceInTheHypervolume() {
        Objective throughput = new Objective(
                "throughput@here",
                CostExpression.of(MetricName.parse("throughput@here")),
                Unit.of("inferences/s"),
                true);
        Goals goals = new Goals(List.of(throughput), List.of(), Map.of("throughput@here", 100.0), .9);
        FrontPoint parent = loaded(PARENT, 100);
        FrontPoint fast = loaded(point(1, false, 1000, 880, 1000), 200);
        FrontPoint slow = loaded(point(2, false, 990, 890, 1000), 101);
        Front front = new FrontMaker(goals, LATENCY, .1, true).make(parent, List.of(), List.of(slow, fast), List.of());
        assertThat(front.points()).extracting(FrontPoint::key).containsExactly(fast.key());
        assertThat(front.hypervolume()).isCloseTo((.9 - .12) * .5 / .9, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(front.dropped())
                .singleElement()
                .satisfies(dropped -> assertThat(dropped.reason()).startsWith("not faster than the parent"));
    }

    /** The worse of latency and size, each as a share of the parent's: .8 and .7 of it. */
    @Test
    void aWorstOfIsMeasuredWhereItsPartsAre() {
        Goals goals = new Goals(
                List.of(Objective.parse("worst = max(latency/parent, size/parent)", VOCABULARY)),
                List.of(Constraint.parse("size/parent + latency/parent <= 1.6", VOCABULARY)),
                Map.of(LATENCY, 1.0, "size", 1000.0),
                .9);
        FrontPoint good = point(1, false, 800, 880, 700);
        FrontPoint bad = point(2, false, 700, 870, 850);
        FrontPoint broken = point(3, false, 900, 899, 750);
        Front front =
                new FrontMaker(goals, LATENCY, .1, true).make(PARENT, List.of(), List.of(bad, broken, good), List.of());
        assertThat(front.points()).extracting(FrontPoint::key).containsExactly(good.key());
        assertThat(front.dropped())
                .containsExactly(
                        new Dropped(
                                broken.id(),
                                broken.key(),
                                "breaks the constraint size/parent + latency/parent <= 1.6 (1.650)"),
                        new Dropped(bad.id(), bad.key(), "dominated by " + good.id() + " as measured"));
        assertThat(front.hypervolume()).isCloseTo((.9 - .12) * .2 / .9, org.assertj.core.api.Assertions.within(1e-9));
        ObjectiveCost worst = new ObjectiveCost(goals.costObjectives().get(0), front);
        assertThat(worst.measured(good)).contains(.8);
        assertThat(worst.ratio(good, PARENT)).contains(.8);
        assertThat(worst.predicted(good)).isEmpty();
        assertThat(new FrontCsv(front).text().lines())
                .satisfiesExactly(
                        header -> assertThat(header).endsWith(",marks,file,worst_predicted,worst_measured"),
                        parent -> assertThat(parent).endsWith(",,1.00000"),
                        point -> assertThat(point).endsWith(",,0.800000"));
    }

    @Test
    void aTableOfOneLatencyHasNoMoreColumns() {
        Front front = front(goals(), point(1, false, 500, 880, 500));
        assertThat(new FrontCsv(front).text().lines())
                .first()
                .isEqualTo("id,precision,accuracy_val,accuracy_val_se,accuracy_test,accuracy_test_se,"
                        + "latency_ms_predicted,latency_ms_measured,latency_of_parent,latency_of_parent_same_precision,"
                        + "macs,params,size_bytes,marks,file");
    }

    private static FrontPoint loaded(FrontPoint point, double perSecond) {
        return point.withMeasured(new TreeMap<>(Map.of("throughput@here", perSecond)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noPointDominatesAnotherAndNothingIsLost(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<FrontPoint> candidates = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            candidates.add(point(i, random.nextBoolean(), 200 + random.nextInt(900), 500 + random.nextInt(400), 500));
        }
        Front front = front(goals(), candidates.toArray(FrontPoint[]::new));
        assertThat(front.points().size() + front.dropped().size()).isEqualTo(40);
        for (FrontPoint point : front.points()) {
            assertThat(front.points()).noneMatch(other -> Dominance.dominates(vector(other), vector(point)));
        }
    }

    private static double[] vector(FrontPoint point) {
        return new double[] {
            1 - point.validation().value(), point.latency().orElseThrow().p10Us()
        };
    }

    private static FrontPoint point(int kept, boolean int8, double micros, int correct, long bytes) {
        Recipe recipe = Recipe.of(
                List.of(), kept == 0 ? Map.of() : Map.of("g", kept), int8 ? Map.of("n", Precision.INT8) : Map.of());
        return new FrontPoint(
                "c" + kept,
                CandidateId.of("parent", recipe),
                recipe,
                Accuracy.of(correct, 1000),
                Optional.empty(),
                new TreeMap<>(Map.of(
                        LATENCY, CostEstimate.exactly(ToyEvaluation.LATENCY, micros / 1000, Confidence.INTERPOLATED))),
                Optional.of(new LatencyStatistics(micros, micros, 0, micros, 10, 50)),
                new TreeMap<>(),
                bytes,
                Set.of(),
                Optional.empty());
    }
}
