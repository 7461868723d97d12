package io.espalier.search.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.profile.DeviceFacts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.RuntimeFacts;
import io.espalier.search.objective.MetricName;
import io.espalier.search.objective.Objective;
import io.espalier.search.objective.Vocabulary;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CostCatalogTest {
    private static final HardwareProfile ONE = profile("one");
    private static final HardwareProfile TWO = ONE.withId(ProfileId.of("two"));

    private static HardwareProfile profile(String id) {
        return HardwareProfile.empty(
                ProfileId.of(id),
                new DeviceFacts("made up", "none", 2, List.of(), List.of(), "none"),
                new RuntimeFacts("fake", "1.0"),
                1,
                1,
                ProfileProtocol.standard(),
                Instant.EPOCH);
    }

    private record Own(CostMetric metric) implements CostModel {
        @Override
        public CostEstimate estimate(CostQuery query) {
            return CostEstimate.exactly(metric, 1, Confidence.ANALYTIC);
        }
    }

    private static CostModel own(String name) {
        return new Own(CostMetric.lowerIsBetter(name, ""));
    }

    @Test
    void pricesWhatEveryReportTellsAndWhatIsAskedFor() {
        assertThat(CostCatalog.of(List.of(ONE, TWO), List.of(own("mine"))).metrics())
                .containsOnlyKeys("latency@one", "latency@two", "macs", "params", "size", "peak-memory", "mine");
        Set<MetricName> asked =
                Set.of(MetricName.parse("energy@two"), MetricName.parse("price@one"), MetricName.of("bit-operations"));
        assertThat(CostCatalog.of(List.of(ONE, TWO), List.of(), asked, OptionalDouble.of(1))
                        .metrics())
                .containsOnlyKeys(
                        "latency@one",
                        "latency@two",
                        "energy@two",
                        "price@one",
                        "macs",
                        "params",
                        "size",
                        "peak-memory",
                        "bit-operations");
    }

    @Test
    void everythingHasAName() {
        Vocabulary vocabulary = CostCatalog.vocabulary(List.of("one"), List.of(own("mine")), OptionalDouble.of(1));
        assertThat(vocabulary.metrics())
                .containsExactly(
                        "accuracy",
                        "latency",
                        "latency-p95",
                        "throughput",
                        "energy",
                        "price",
                        "size",
                        "macs",
                        "params",
                        "peak-memory",
                        "bit-operations",
                        "mine");
        assertThat(Objective.parse("throughput", vocabulary).isHigherBetter()).isTrue();
    }

    @Test
    void aPriceWithoutThatOfAnHourIsAnErrorThatNamesTheOption() {
        Vocabulary vocabulary = CostCatalog.vocabulary(List.of("one"), List.of(), OptionalDouble.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Objective.parse("price", vocabulary))
                .withMessage(
                        "The metric (price) cannot be priced, at character 1 of the objective \"price\".\nMaybe --price-per-hour 0.34: what the machine costs an hour, in any currency.");
    }

    @Test
    void aPluginCannotTakeTheNameOfAShippedCost() {
        for (String name : List.of("accuracy", "energy", "bit-operations")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> CostCatalog.vocabulary(List.of("one"), List.of(own(name)), OptionalDouble.empty()))
                    .withMessage("There is a metric (%s) already.\nMaybe give the cost model another name.", name);
        }
    }
}
