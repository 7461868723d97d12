package io.espalier.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parameters of the published networks, as torchvision counts them (statistics of batch normalization not included). */
class MobileNetworksTest {

    private static long trained(ModelGraph graph) {
        return graph.weights().entrySet().stream()
                .filter(weight -> !weight.getKey().matches(".*\\.(mean|variance)"))
                .mapToLong(weight -> weight.getValue().shape().elements())
                .sum();
    }

    @Test
    void mobileNetV2HasItsKnownParameters() {
        List<MobileNetV2.Stage> stages = List.of(
                new MobileNetV2.Stage(1, 16, 1, 1),
                new MobileNetV2.Stage(6, 24, 2, 2),
                new MobileNetV2.Stage(6, 32, 3, 2),
                new MobileNetV2.Stage(6, 64, 4, 2),
                new MobileNetV2.Stage(6, 96, 3, 1),
                new MobileNetV2.Stage(6, 160, 3, 2),
                new MobileNetV2.Stage(6, 320, 1, 1));
        assertThat(trained(new MobileNetV2("mobilenetv2", 3, 224, 224, 32, stages, 1280, 1000).graph()))
                .isEqualTo(3_504_872);
    }

    @Test
    void shuffleNetV2HasItsKnownParameters() {
        List<ShuffleNetV2.Stage> stages =
                List.of(new ShuffleNetV2.Stage(116, 4), new ShuffleNetV2.Stage(232, 8), new ShuffleNetV2.Stage(464, 4));
        assertThat(trained(new ShuffleNetV2("shufflenetv2", 3, 56, 56, 24, stages, 1024, 1000).graph()))
                .isEqualTo(2_278_604);
    }

    @Test
    void bothEndInLogits() {
        for (ModelGraph graph :
                List.of(MobileNetV2.cifar(10).graph(), ShuffleNetV2.cifar(10).graph())) {
            assertThat(ShapeInference.infer(graph).known("logits").withSymbols(2))
                    .isEqualTo(Shape.of(2, 10));
        }
    }

    @Test
    void anImageThatCannotBeHalvedIsRefused() {
        assertThatThrownBy(() -> new ShuffleNetV2(
                        "odd", 3, 30, 30, 8, List.of(new ShuffleNetV2.Stage(8, 1), new ShuffleNetV2.Stage(8, 1)), 8, 2))
                .hasMessage("The height (30) and width (30) must be multiples of 4, for 2 stages.");
    }
}
