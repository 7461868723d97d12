package io.espalier.cost.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cost.CostModel;
import io.espalier.cost.testing.MonotoneCostContract;
import io.espalier.cost.testing.Queries;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.testing.NetworkBuilder;
import org.junit.jupiter.api.Test;

class PeakMemoryCostModelTest implements MonotoneCostContract {
    @Override
    public CostModel model() {
        return AnalyticCosts.peakMemory(1);
    }

    private static double peak(ModelGraph graph, Precision precision, int batch) {
        return AnalyticCosts.peakMemory(batch)
                .estimate(Queries.of(graph, precision))
                .value();
    }

    /** Three maps of 1×8×8 floats live while the addition runs: both operands and the sum. */
    @Test
    void countsBothOperandsOfAnAdditionAndItsResult() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String input = net.input(1, 8, 8);
        ModelGraph graph = net.build(net.add(net.relu(input), input)).graph();
        assertThat(peak(graph, Precision.FP32, 1)).isEqualTo(3 * 64 * 4);
        assertThat(peak(graph, Precision.FP32, 5)).isEqualTo(5 * 3 * 64 * 4);
    }

    @Test
    void forgetsWhatNobodyReadsAgain() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        ModelGraph graph =
                net.build(net.relu(net.relu(net.relu(net.input(1, 8, 8))))).graph();
        assertThat(peak(graph, Precision.FP32, 1)).isEqualTo(2 * 64 * 4);
    }

    @Test
    void eightBitsTakeAQuarter() {
        ModelGraph graph = Queries.block(64).graph();
        assertThat(peak(graph, Precision.INT8, 1)).isLessThan(peak(graph, Precision.FP32, 1) / 2);
    }
}
