package io.espalier.zoo.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Parameters;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** On every sample model: masked original = cut model, for ten random plans. */
class SampleModelsPruneIT {
    private static final int PLANS = 10;

    private final InferenceRuntime runtime = OnnxRuntime.open();

    static Stream<Path> models() {
        return SharedFiles.models().stream();
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("models")
    void aCutModelEqualsTheMaskedOriginal(Path file, TestReporter reporter) {
        Model model = OnnxReader.read(file);
        ChannelGroups groups = ChannelGroups.of(model.graph());
        Pruner pruner = Pruner.of(groups);
        double worst = 0;
        for (int seed = 0; seed < PLANS; seed++) {
            PruningPlan plan = PruningPlans.random(groups, seed);
            Model cut = pruner.model(model.weights(), plan);
            PlanFile planFile = PlanFile.of("", groups, plan);

            PruneVerification.Result result =
                    PruneVerification.verify(runtime, model, cut, planFile, seed, Map.of(), 1);

            assertThat(result.passed()).as("seed %d: %s", seed, result).isTrue();
            assertThat(planFile.plan(groups)).as("seed %d", seed).isEqualTo(plan);
            assertSameInterface(model.graph(), cut.graph());
            worst = Math.max(worst, result.difference() / result.tolerance());
        }
        reporter.publishEntry(
                file.getFileName().toString(),
                "%d groups, %d prunable, %.0f %% of parameters, worst difference %.3f of the tolerance, frozen: %s"
                        .formatted(
                                groups.groups().size(),
                                groups.prunable().size(),
                                100 * prunableShare(model.graph(), groups),
                                worst,
                                groups.groups().stream()
                                        .filter(group -> !group.prunable())
                                        .map(group -> group.id() + " (" + group.reason() + ")")
                                        .toList()));
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("models")
    void frozenIsOnlyWhatTheReadmeOfTheModelsFreezes(Path file) {
        String name = file.getFileName().toString();

        for (ChannelGroup group :
                ChannelGroups.of(OnnxReader.read(file).graph()).groups()) {
            assertThat(group.prunable()
                            || group.reason().contains("graph output")
                            || (name.equals("vit.onnx") && group.reason().contains("LayerNormalization"))
                            // Four groups of four channels on both sides of a shuffle leave nothing to choose.
                            || (name.equals("shufflenetv1.onnx")
                                    && group.reason().contains("one unit")))
                    .as("%s: %s", group.id(), group.reason())
                    .isTrue();
        }
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("models")
    void everyConvolutionIsInAGroup(Path file) {
        ChannelGroups groups = ChannelGroups.of(OnnxReader.read(file).graph());
        Set<String> grouped = Stream.concat(
                        groups.groups().stream().flatMap(group -> group.producers().stream()),
                        groups.groups().stream()
                                .flatMap(group -> group.slices().stream())
                                .filter(slice -> slice.weight())
                                .map(slice -> slice.value()))
                .collect(Collectors.toSet());

        assertThat(groups.graph().nodes())
                .filteredOn(node -> node.operator() instanceof Operator.Convolution)
                .extracting(node -> node.input(1))
                .filteredOn(weight -> !isDepthwiseBehindOneUnit(file, weight))
                .allMatch(grouped::contains);
    }

    private static boolean isDepthwiseBehindOneUnit(Path file, String weight) {
        return file.getFileName().toString().equals("shufflenetv1.onnx")
                && List.of("onnx::Conv_537", "onnx::Conv_546").contains(weight);
    }

    @Test
    void theStreamsOfOptionAShortcutsAreThreeGroups() {
        ChannelGroups groups = ChannelGroups.of(OnnxReader.read(SharedFiles.path("models/resnet20-cifar10.onnx"))
                .graph());

        assertThat(groups.prunable())
                .filteredOn(group -> group.producers().size() > 1)
                .extracting(ChannelGroup::channels, group -> group.producers().size())
                .containsExactly(Tuple.tuple(16, 10), Tuple.tuple(16, 6), Tuple.tuple(32, 3));
        assertThat(groups.prunable()).hasSize(12).extracting(ChannelGroup::id).doesNotHaveDuplicates();
    }

    @Test
    void macsAndParametersAreThoseOfTheManifest() {
        JsonNode manifest = JsonMapper.shared().readTree(SharedFiles.path("conformance/manifest.json"));
        for (JsonNode entry : manifest.get("models")) {
            ModelGraph graph = OnnxReader.read(
                            SharedFiles.path("conformance/" + entry.get("file").asString()))
                    .graph();

            assertThat(Macs.of(graph, ShapeInference.infer(graph)))
                    .as(graph.name())
                    .isEqualTo(entry.get("macs").asLong());
            assertThat(Parameters.of(graph))
                    .as(graph.name())
                    .isEqualTo(entry.get("params").asLong());
        }
    }

    private static void assertSameInterface(ModelGraph original, ModelGraph cut) {
        assertThat(cut.inputs()).isEqualTo(original.inputs());
        assertThat(cut.outputs()).isEqualTo(original.outputs());
        Shapes shapes = ShapeInference.infer(cut);
        original.outputs()
                .forEach(output -> assertThat(shapes.known(output.name()).rank())
                        .isEqualTo(output.type().shape().rank()));
    }

    /** The share of parameters that lie on an axis that can lose channels. */
    private static double prunableShare(ModelGraph graph, ChannelGroups groups) {
        long prunable = groups.prunable().stream()
                .flatMap(group -> group.slices().stream())
                .filter(slice -> slice.weight())
                .map(slice -> slice.value())
                .distinct()
                .mapToLong(weight -> graph.weights().get(weight).shape().elements())
                .sum();
        return (double) prunable / Parameters.of(graph);
    }
}
