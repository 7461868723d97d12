package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchNormFoldingTest {
    private final NetworkBuilder net = new NetworkBuilder(1, 17);

    private static List<String> normsOf(ModelGraph graph) {
        return graph.nodes().stream()
                .filter(node -> node.operator() instanceof Operator.Normalization)
                .map(Node::name)
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theStructureAloneFoldsToTheSameNames(long seed) {
        Model model = RandomNetworks.residual(seed, true);

        Model folded = BatchNormFolding.fold(model);
        ModelGraph structure = BatchNormFolding.fold(model.graph());

        assertThat(normsOf(folded.graph())).isEmpty();
        assertThat(structure.nodes()).isEqualTo(folded.graph().nodes());
        assertThat(structure.weights()).isEqualTo(folded.graph().weights());
        assertThat(ShapeInference.infer(structure)
                        .known(structure.outputs().get(0).name()))
                .hasToString("[N×10]");
    }

    @Test
    void scalesTheFilterAndAddsABias() {
        String x = net.input(1, 1, 1);
        String weight = net.weight("w", Tensor.ofFloats(Longs.of(2, 1, 1, 1), 3, 5));
        String y = net.node(Operator.Convolution.of(1, 1, 0, 1), x, weight);
        String scale = net.weight("scale", Tensor.ofFloats(Longs.of(2), 2, -1));
        String bias = net.weight("bias", Tensor.ofFloats(Longs.of(2), 1, 1));
        String mean = net.weight("mean", Tensor.ofFloats(Longs.of(2), 0.5f, 2));
        String variance = net.weight("var", Tensor.ofFloats(Longs.of(2), 3, 0));
        Model model = net.build(net.node(Operator.Normalization.batch(1), y, scale, bias, mean, variance));

        Model folded = BatchNormFolding.fold(model);

        assertThat(folded.weights().get("w").floats()).containsExactly(3, -5);
        assertThat(folded.weights().get("node0.bias").floats()).containsExactly(0.5f, 3);
        assertThat(folded.weights().tensors()).hasSize(2);
        assertThat(folded.graph().outputs()).isEqualTo(model.graph().outputs());
    }

    @Test
    void aSharedWeightIsCopiedForEachReader() {
        String x = net.input(4, 4, 4);
        String weight = net.weight("w", -1, 1, 4, 4, 1, 1);
        String left = net.node(Operator.Convolution.of(1, 1, 0, 1), x, weight);
        String right = net.node(Operator.Convolution.of(1, 1, 0, 1), x, weight);
        Model model = net.build(net.add(net.batchNorm("bn1", left, 4), net.batchNorm("bn2", right, 4)));

        Model folded = BatchNormFolding.fold(model);

        assertThat(folded.weights().tensors().keySet())
                .containsExactlyInAnyOrder("w@node0", "node0.bias", "w@node1", "node1.bias");
    }

    @Test
    void aTransposedConvolutionScalesItsSecondAxis() {
        Tensor weight = Tensor.ofFloats(Longs.of(4, 1, 1, 1), 1, 1, 1, 1);
        Operator operator = new Operator.Convolution(
                true, Longs.of(1, 1), Longs.of(), Longs.of(), Longs.of(), 2, Operator.AutoPad.NOTSET, Longs.of());

        assertThat(FilterScaling.scaled(operator, weight, new double[] {2, 3}).floats())
                .containsExactly(2, 2, 3, 3);
    }

    @Test
    void aNormalizationWithoutSoleConvolutionStays() {
        String x = net.input(4, 4, 4);
        String y = net.convolution("conv", x, 4, 4, 1, 1, 1);
        Model model = net.build(net.add(net.batchNorm("bn", y, 4), y));

        assertThat(normsOf(BatchNormFolding.fold(model).graph())).containsExactly("bn");
    }
}
