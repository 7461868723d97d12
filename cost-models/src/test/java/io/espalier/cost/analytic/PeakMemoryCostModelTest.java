package io.espalier.cost.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cost.CostModel;
import io.espalier.cost.testing.MonotoneCostContract;
import io.espalier.cost.testing.Queries;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
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

    /**
     * Maps of 8×8: the input has 3 channels (768 B as floats, 192 as integers), what follows 8 (2,048 and 512). In
     * floating point two maps of 8 channels live at an activation. In 8 bits the input is converted first (960 B), then
     * two maps of integers live at an activation.
     */
    @Test
    void aChainInEightBitsTakesAQuarter() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String first = net.relu(net.convolution("first", net.input(3, 8, 8), 3, 8, 3, 1, 1));
        String second = net.relu(net.convolution("second", first, 8, 8, 3, 1, 1));
        ModelGraph graph = net.build(net.classifier(second, 8, 10)).graph();
        assertThat(peak(graph, Precision.FP32, 1)).isEqualTo(2 * 2048);
        assertThat(peak(graph, Precision.INT8, 1)).isEqualTo(2 * 512);
        assertThat(peak(graph, new Precision(4, 4), 1)).isEqualTo(768 + 96);
    }

    /** The input as floats and as integers is more than all that follows: 768 + 192 bytes against 192 + 128. */
    @Test
    void theInputIsConvertedFromFloats() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String narrow = net.convolution("narrow", net.input(3, 8, 8), 3, 2, 3, 1, 1);
        ModelGraph graph = net.build(net.classifier(narrow, 2, 10)).graph();
        assertThat(peak(graph, Precision.INT8, 1)).isEqualTo(768 + 192);
        assertThat(peak(graph, Precision.INT8, 3)).isEqualTo(3 * (768 + 192));
    }

    /**
     * A sigmoid between two convolutions has no kernel of 8 bits: its input (512 B) is converted to floats (2,048), read,
     * its output (2,048) written and converted back. While the sigmoid works, two maps of floats live.
     */
    @Test
    void whatFloatingPointReadsLivesInBothForms() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String first = net.convolution("first", net.input(3, 8, 8), 3, 8, 3, 1, 1);
        String gate = net.node(Operator.Activation.of(Operator.Activation.Kind.SIGMOID), first);
        String second = net.convolution("second", gate, 8, 8, 3, 1, 1);
        ModelGraph graph = net.build(net.classifier(second, 8, 10)).graph();
        assertThat(peak(graph, Precision.INT8, 1)).isEqualTo(2 * 2048);
    }

    /** The last kernel writes floats at once: 192 B of integers in, 2,048 B of floats out. */
    @Test
    void theOutputIsWrittenInFloatingPoint() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        ModelGraph graph = net.build(net.convolution("only", net.input(3, 8, 8), 3, 8, 3, 1, 1))
                .graph();
        assertThat(peak(graph, Precision.INT8, 1)).isEqualTo(192 + 2048);
    }

    /** Stem and branch of 16 channels live while their sum is written: three maps of 16·32·32 integers. */
    @Test
    void aResidualBlockInEightBitsHoldsThreeMapsOfIntegers() {
        ModelGraph graph = Queries.block(16).graph();
        assertThat(peak(graph, Precision.INT8, 1)).isEqualTo(3 * 16 * 32 * 32);
        assertThat(peak(graph, Precision.FP32, 1)).isEqualTo(3 * 16 * 32 * 32 * 4);
    }
}
