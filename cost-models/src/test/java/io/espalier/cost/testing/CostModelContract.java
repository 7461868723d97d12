package io.espalier.cost.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.zoo.graph.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every cost model promises. */
public interface CostModelContract {
    CostModel model();

    /** What the model is asked; several networks that it can price. */
    default List<CostQuery> queries() {
        return List.of(
                Queries.of(Queries.block(16).graph(), Precision.FP32),
                Queries.of(Queries.block(8).graph(), Precision.FP32),
                Queries.of(Queries.block(16).graph(), Precision.INT8));
    }

    @Test
    default void theSameQueryCostsTheSame() {
        for (CostQuery query : queries()) {
            assertThat(model().estimate(query)).isEqualTo(model().estimate(query));
        }
    }

    @Test
    default void theAnswerIsInItsMetricAndInsideItsInterval() {
        for (CostQuery query : queries()) {
            CostEstimate estimate = model().estimate(query);
            assertThat(estimate.metric()).isEqualTo(model().metric());
            assertThat(estimate.value()).isPositive().isBetween(estimate.low(), estimate.high());
        }
    }
}
