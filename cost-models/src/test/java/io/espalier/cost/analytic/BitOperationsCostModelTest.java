package io.espalier.cost.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cost.CostModel;
import io.espalier.cost.testing.MonotoneCostContract;
import io.espalier.cost.testing.Queries;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import org.junit.jupiter.api.Test;

class BitOperationsCostModelTest implements MonotoneCostContract {
    @Override
    public CostModel model() {
        return AnalyticCosts.bitOperations();
    }

    @Test
    void aMacCostsTheProductOfItsBits() {
        ModelGraph graph = Queries.block(8).graph();
        double macs =
                AnalyticCosts.macs().estimate(Queries.of(graph, Precision.FP32)).value();
        assertThat(model().estimate(Queries.of(graph, Precision.FP32)).value()).isEqualTo(1024 * macs);
        assertThat(model().estimate(Queries.of(graph, Precision.INT8)).value()).isEqualTo(64 * macs);
        assertThat(model().estimate(Queries.of(graph, new Precision(4, 8))).value())
                .isEqualTo(32 * macs);
    }
}
