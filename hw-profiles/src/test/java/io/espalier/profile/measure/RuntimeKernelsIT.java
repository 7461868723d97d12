package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.profile.Kernel;
import io.espalier.profile.fusion.FusionProbe;
import io.espalier.profile.fusion.OptimizedGraph;
import io.espalier.profile.fusion.ShippedFusionRules;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.NodeTiming;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our kernels are those that ONNX Runtime runs: its own profile of a run and the graph that it made say so, for each of the
 * sample models and for networks of random widths.
 */
class RuntimeKernelsIT {
    private static final InferenceRuntime RUNTIME = OnnxRuntime.open();

    static Stream<Arguments> cases() {
        return Stream.concat(Stream.of(Path.of("none")), SharedFiles.models().stream())
                .flatMap(file -> Stream.of(Arguments.of(file, Precision.FP32), Arguments.of(file, Precision.INT8)));
    }

    static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void aKernelIsOneNodeOfTheRuntime(Path file, Precision precision) {
        assumeTrue(file.toFile().exists(), "no sample models");
        Model exported = ExportForm.of(OnnxReader.read(file));
        assumeTrue(
                precision.equals(Precision.FP32)
                        || QdqQuantizer.refusal(exported.graph()).isEmpty(),
                "cannot be quantized");
        assertThat(differences(exported, precision)).isEmpty();
        assertThat(otherLayouts(exported, precision)).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void soItIsInRandomNetworks(long seed) {
        Model exported = ExportForm.of(RandomNetworks.residual(seed));
        assertThat(differences(exported, Precision.FP32)).isEmpty();
        assertThat(otherLayouts(exported, Precision.FP32)).isEmpty();
        assertThat(differences(exported, Precision.INT8)).isEmpty();
    }

    /** Less than a block of 16 channels, and a multiple of nothing that the blocks of older processors are. */
    @Test
    void soItIsWhereBlocksAreNotFull() {
        assumeTrue(
                FusionProbe.block(RUNTIME) == ShippedFusionRules.own().layout().block(), "other blocks");
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String stem = net.relu(net.convolution("stem", net.input(3, 32, 32), 3, 10, 3, 1, 1));
        String inner = net.relu(net.convolution("conv1", stem, 10, 14, 3, 1, 1));
        String sum = net.relu(net.add(net.convolution("conv2", inner, 14, 10, 3, 1, 1), stem));
        Model exported = ExportForm.of(net.build(net.classifier(sum, 10, 10)));
        assertThat(differences(exported, Precision.FP32)).isEmpty();
        assertThat(otherLayouts(exported, Precision.FP32)).isEmpty();
    }

    static List<String> differences(Model exported, Precision precision) {
        Model model = TimedForms.of(exported, precision);
        List<Kernel> kernels = Kernels.of(exported.graph(), precision);
        List<NodeTiming> timings;
        try (InferenceSession session = RUNTIME.open(model, SessionOptions.of(1))) {
            timings = RUNTIME.profile(model, Feeds.of(session.inputs(), 1, 0), 1, 0, 1);
        }
        int[] matched = new RuntimeNames(exported.graph(), kernels).match(timings);
        Map<Integer, List<NodeTiming>> ran = new TreeMap<>();
        for (int i = 0; i < matched.length; i++) {
            if (!OptimizedGraph.BORDERS.contains(timings.get(i).operator())) {
                ran.computeIfAbsent(matched[i], kernel -> new ArrayList<>()).add(timings.get(i));
            }
        }
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < kernels.size(); i++) {
            List<NodeTiming> nodes = ran.getOrDefault(i, List.of());
            if (!runsAs(kernels.get(i), nodes.stream().map(NodeTiming::operator).toList())) {
                differences.add(kernels.get(i).key() + " " + kernels.get(i).nodes() + " runs as " + nodes);
            }
        }
        return differences;
    }

    /** The runtime moves transposes over other nodes and computes sizes before it runs, so those are not counted. */
    private static boolean runsAs(Kernel kernel, List<String> operators) {
        List<String> rewritten = ShippedFusionRules.own().namelessOperators(kernel);
        if (!rewritten.isEmpty()) {
            return operators.equals(rewritten);
        }
        boolean isCounted =
                kernel.key().inChannels() > 0 && !kernel.key().kind().equals("transpose");
        return operators.size() == 1 || !isCounted;
    }

    /** Convolutions that read another layout in the graph that the runtime made than their keys say. */
    private static List<String> otherLayouts(Model exported, Precision precision) {
        if (!precision.equals(Precision.FP32)) {
            return List.of();
        }
        List<Kernel> kernels = Kernels.of(exported.graph(), precision);
        ModelGraph graph = RUNTIME.optimized(exported);
        List<NodeTiming> nodes = graph.nodes().stream()
                .map(node -> new NodeTiming(node.name(), OptimizedGraph.operator(node), new double[1]))
                .toList();
        int[] matched = new RuntimeNames(exported.graph(), kernels).match(nodes);
        List<String> others = new ArrayList<>();
        for (int i = 0; i < matched.length; i++) {
            Node node = graph.nodes().get(i);
            Kernel kernel = kernels.get(matched[i]);
            boolean isConvolution =
                    kernel.key().kind().equals("conv") || kernel.key().kind().equals("dwconv");
            if (isConvolution
                    && !OptimizedGraph.BORDERS.contains(OptimizedGraph.operator(node))
                    && kernel.key().window().contains("plain")
                            == new OptimizedGraph(graph).comesBlocked(node.input(0))) {
                others.add(kernel.key() + " " + kernel.nodes() + " reads " + node.input(0));
            }
        }
        return others;
    }
}
