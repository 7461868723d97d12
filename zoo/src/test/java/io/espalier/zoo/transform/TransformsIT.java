package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.Feeds;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.testing.ReferenceCase;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What transforms promise, held against the runtime. */
class TransformsIT {
    private final InferenceRuntime runtime = OnnxRuntime.open();

    static Stream<Path> models() {
        return SharedFiles.models().stream();
    }

    private void assertSameOutputs(Model actual, Model expected) {
        assertThat(actual.graph().inputs()).isEqualTo(expected.graph().inputs());
        assertThat(actual.graph().outputs()).isEqualTo(expected.graph().outputs());
        Map<String, Tensor> feeds = Feeds.of(expected.graph(), 3, 5);
        try (InferenceSession before =
                        runtime.open(expected, SessionOptions.of(1).unoptimized());
                InferenceSession after =
                        runtime.open(actual, SessionOptions.of(1).unoptimized())) {
            Map<String, Tensor> outputs = after.run(feeds);
            before.run(feeds).forEach((output, reference) -> ReferenceCase.assertClose(outputs.get(output), reference));
        }
    }

    private static void assertSameStructure(ModelGraph structure, Model model) {
        assertThat(structure.nodes()).isEqualTo(model.graph().nodes());
        assertThat(structure.weights()).isEqualTo(model.graph().weights());
        assertThat(structure.constants()).isEqualTo(model.graph().constants());
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("models")
    void theExportFormComputesTheSame(Path file) {
        Model model = OnnxReader.read(file);

        Model exported = ExportForm.of(model);

        assertSameOutputs(exported, model);
        assertSameStructure(ExportForm.of(model.graph()), exported);
        assertSameStructure(ExportForm.of(exported.graph()), exported);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void foldingComputesTheSame(long seed) {
        Model model = RandomNetworks.residual(seed, true);

        assertSameOutputs(BatchNormFolding.fold(model), model);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("models")
    void withoutItsBlocksANetworkStillRuns(Path file) {
        Model model = OnnxReader.read(file);
        List<String> ids = ResidualBlocks.of(model.graph()).stream()
                .filter(ResidualBlock::removable)
                .map(ResidualBlock::id)
                .toList();

        Model cut = BlockRemoval.remove(model, ids);

        try (InferenceSession session = runtime.open(cut, SessionOptions.of(1))) {
            assertThat(session.run(Feeds.of(cut.graph(), 2, 1)).keySet())
                    .containsExactlyElementsOf(model.graph().outputs().stream()
                            .map(output -> output.name())
                            .toList());
        }
        assertThat(ResidualBlocks.of(cut.graph())).noneMatch(ResidualBlock::removable);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "models/resnet20-cifar10.onnx, 9, 7",
        "models/resnet20h-cifar10.onnx, 9, 7",
        "models/resnet56-cifar10.onnx, 27, 25",
        "conformance/resnet20_basic.onnx, 9, 7",
        "conformance/mobilenetv2.onnx, 10, 10",
        "conformance/mobilenetv3.onnx, 4, 4",
        "conformance/efficientnet_se.onnx, 3, 3",
        "conformance/resnet_bottleneck.onnx, 6, 2",
        "conformance/vit.onnx, 6, 6",
        "conformance/unet.onnx, 0, 0"
    })
    void knownNetworksHaveTheirBlocks(String file, int all, int removable) {
        List<ResidualBlock> blocks =
                ResidualBlocks.of(OnnxReader.read(SharedFiles.path(file)).graph());

        assertThat(blocks).hasSize(all);
        assertThat(blocks.stream().filter(ResidualBlock::removable))
                .as("%s", blocks)
                .hasSize(removable);
    }

    @Test
    void thePadsOfTheShortcutsAreConstants() {
        ModelGraph graph = ExportForm.of(OnnxReader.read(SharedFiles.path("models/resnet20-cifar10.onnx"))
                .graph());

        assertThat(graph.nodes().stream().map(Node::operator).filter(Operator.Pad.class::isInstance))
                .hasSize(2);
        assertThat(graph.nodes()).hasSizeLessThan(60);
    }
}
