package io.espalier.zoo.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.testing.NetworkBuilder;
import org.junit.jupiter.api.Test;

class MacsTest {
    private static long macsOf(ModelGraph graph) {
        return Macs.of(graph, ShapeInference.infer(graph));
    }

    @Test
    void aConvolutionMultipliesItsFilterAtEveryOutput() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        ModelGraph graph = net.build(net.convolution("conv", net.input(4, 8, 8), 4, 6, 3, 2, 2))
                .graph();

        assertThat(macsOf(graph)).isEqualTo(6 * 4 * 4 * (2 * 9));
        assertThat(Parameters.of(graph)).isEqualTo(6 * 2 * 9);
    }

    @Test
    void aTransposedConvolutionMultipliesItsFilterAtEveryInput() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String out = net.doubling("up", net.input(4, 8, 8), 4, 5);

        assertThat(macsOf(net.build(out).graph())).isEqualTo(4 * 8 * 8 * (5 * 4));
    }

    @Test
    void productsCountOneSampleOfAFixedBatch() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String in = net.input("x", DataType.FLOAT, Shape.of(8, 3));
        String hidden = net.node(
                new Operator.Gemm(false, true, 1, 1), in, net.weight("up", -1, 1, 5, 3), net.weight("b", -1, 1, 5));
        String out = net.node(new Operator.MatMul(), hidden, net.weight("down", -1, 1, 5, 2));

        assertThat(macsOf(net.build(out).graph())).isEqualTo(5 * 3 + 2 * 5);
    }
}
