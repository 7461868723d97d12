package io.espalier.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.weights.Model;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResNetTest {

    /** He et al. say .27 million; the MACs are those of resnet20h-cifar10, a network of the same form made elsewhere. */
    @Test
    void twentyLayersHaveTheKnownParametersAndMacs() {
        ModelGraph graph = ResNet.cifar(3, 10).graph();

        assertThat(graph.weights().entrySet().stream()
                        .filter(weight -> !weight.getKey().matches(".*\\.(mean|variance)"))
                        .mapToLong(weight -> weight.getValue().shape().elements())
                        .sum())
                .isEqualTo(272_474);
        assertThat(Macs.of(graph, ShapeInference.infer(graph))).isEqualTo(40_813_184);
    }

    @Test
    void everyStageButTheFirstHalvesTheImage() {
        ModelGraph graph = ResNet.cifar(1, 10).graph();

        assertThat(ShapeInference.infer(graph)
                        .known("stages.2.blocks.0.relu2.out")
                        .withSymbols(1))
                .isEqualTo(Shape.of(1, 64, 8, 8));
    }

    @Test
    void freshWeightsDependOnTheSeedAlone() {
        ResNet network = ResNet.cifar(1, 10);

        assertThat(network.initialized(1).weights().sha256())
                .isEqualTo(network.initialized(1).weights().sha256())
                .isNotEqualTo(network.initialized(2).weights().sha256());
    }

    @Test
    void freshWeightsKeepTheVarianceOfTheSignal() {
        Model model = ResNet.cifar(3, 10).initialized(1);
        float[] weight = model.weights().get("stages.2.blocks.1.1.conv.weight").floats();
        double squares = IntStream.range(0, weight.length)
                .mapToDouble(i -> (double) weight[i] * weight[i])
                .sum();

        assertThat(squares / weight.length).isCloseTo(2.0 / (64 * 9), within(2e-4));
        assertThat(model.weights().get("stem.norm.scale").floats()).containsOnly(1);
        assertThat(model.weights().get("stem.norm.variance").floats()).containsOnly(1);
        assertThat(model.weights().get("stem.norm.mean").floats()).containsOnly(0);
    }

    @Test
    void rejectsANetworkWithoutStages() {
        assertThatThrownBy(() -> new ResNet("empty", 3, 32, 32, List.of(), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A ResNet needs images (3×32×32), stages ([]) and classes (10).");
    }
}
