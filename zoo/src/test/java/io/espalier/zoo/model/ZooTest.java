package io.espalier.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.transform.ResidualBlock;
import io.espalier.zoo.transform.ResidualBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZooTest {

    static List<String> names() {
        return Zoo.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theTrainedNetworkIsTheOneThatIsDescribed(String name) {
        ZooModel network = Zoo.open(name);

        assertThat(network.model().graph().weights())
                .isEqualTo(Zoo.architecture(name).graph().weights());
        assertThat(network.card().classes()).hasSize(Zoo.architecture(name).classes());
        assertThat(network.card().input().name())
                .isEqualTo(network.model().graph().inputs().get(0).name());
    }

    @ParameterizedTest
    @MethodSource("names")
    void theFileIsSmall(String name) {
        assertThat(Zoo.onnx(name).length).isLessThan(1_000_000);
    }

    @Test
    void theDefaultNetworkIsGoodAndHasABlockToRemove() {
        ZooModel network = Zoo.open("resnet8-shapes");

        assertThat(network.card().testAccuracy().orElseThrow()).isGreaterThan(.95);
        assertThat(network.card().heldOut()).isEqualTo("train[9::10]");
        assertThat(ResidualBlocks.of(network.model().graph())).anyMatch(ResidualBlock::removable);
    }

    @Test
    void anExportedNetworkIsTheShippedOne(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("net.onnx");
        Zoo.export("resnet8-shapes", file);

        assertThat(Files.readAllBytes(file)).isEqualTo(Zoo.onnx("resnet8-shapes"));
        assertThat(OnnxReader.read(file).weights().sha256())
                .isEqualTo(Zoo.open("resnet8-shapes").model().weights().sha256());
        assertThat(ModelCard.beside(file)).contains(Zoo.card("resnet8-shapes"));
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Zoo.open("resnet9000"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no built-in network (resnet9000).\nMaybe one of these: resnet8-shapes.");
    }
}
