package io.espalier.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.cost.testing.Queries;
import io.espalier.zoo.graph.Precision;
import org.junit.jupiter.api.Test;

class CostTypesTest {
    private static final CostMetric ENERGY = CostMetric.lowerIsBetter("energy", "mJ");

    @Test
    void theWeakerConfidenceWins() {
        CostEstimate measured = CostEstimate.exactly(ENERGY, 1, Confidence.MEASURED);
        CostEstimate guessed = new CostEstimate(ENERGY, 2, 1, 4, Confidence.INTERPOLATED);
        assertThat(measured.plus(guessed)).isEqualTo(new CostEstimate(ENERGY, 3, 2, 5, Confidence.INTERPOLATED));
        assertThat(Confidence.ANALYTIC.and(Confidence.MEASURED)).hasToString("analytic");
    }

    @Test
    void differentMetricsDoNotAdd() {
        CostEstimate energy = CostEstimate.exactly(ENERGY, 1, Confidence.MEASURED);
        CostEstimate money = CostEstimate.exactly(CostMetric.lowerIsBetter("money", "EUR"), 1, Confidence.MEASURED);
        assertThatIllegalArgumentException().isThrownBy(() -> energy.plus(money));
    }

    @Test
    void aCostIsFiniteAndNotNegative() {
        for (double value : new double[] {Double.NaN, -1, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CostEstimate.exactly(ENERGY, value, Confidence.MEASURED));
        }
    }

    @Test
    void aNameIsWhatACommandLineTakes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CostMetric.lowerIsBetter("My Cost", ""))
                .withMessage("The name (My Cost) of a cost must be small letters, digits and '-', first a letter.");
    }

    @Test
    void aCachedModelIsAskedOnce() {
        int[] asked = {0};
        CostModel counting = new CostModel() {
            @Override
            public CostMetric metric() {
                return ENERGY;
            }

            @Override
            public CostEstimate estimate(CostQuery query) {
                asked[0]++;
                return CostEstimate.exactly(ENERGY, asked[0], Confidence.ANALYTIC);
            }
        };
        CostModel cached = new CachingCostModel(counting, CostQuery::graph, 10);
        CostQuery query = Queries.of(Queries.block(8).graph(), Precision.FP32);
        assertThat(cached.estimate(query)).isEqualTo(cached.estimate(query));
        assertThat(asked[0]).isEqualTo(1);
    }
}
