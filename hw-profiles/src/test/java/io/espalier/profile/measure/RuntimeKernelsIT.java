package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.profile.Kernel;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.NodeTiming;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our kernels are those that ONNX Runtime runs: its own profile of a run says so, for each of the sample models. */
class RuntimeKernelsIT {
    /** What the runtime puts between kernels for the sake of layouts and number formats. */
    private static final Set<String> BORDERS = Set.of(
            "ReorderInput", "ReorderOutput", "Transpose", "QuantizeLinear", "DequantizeLinear", "Cast", "MemcpyToHost");

    /**
     * Where the runtime rewrites more than we follow: it computes HardSwish by two nodes, and a Gelu written as several
     * nodes by one. Their time is still counted, with a neighbour.
     */
    private static final Set<String> REWRITTEN = Set.of("mobilenetv3.onnx", "vit.onnx");

    private static final InferenceRuntime RUNTIME = OnnxRuntime.open();

    static Stream<Arguments> cases() {
        return Stream.concat(Stream.of(Path.of("none")), SharedFiles.models().stream())
                .flatMap(file -> Stream.of(Arguments.of(file, Precision.FP32), Arguments.of(file, Precision.INT8)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void aKernelIsOneNodeOfTheRuntime(Path file, Precision precision) {
        assumeTrue(file.toFile().exists(), "no sample models");
        assumeTrue(!REWRITTEN.contains(file.getFileName().toString()), "rewritten by the runtime");
        Model exported = ExportForm.of(OnnxReader.read(file));
        assumeTrue(
                precision.equals(Precision.FP32)
                        || QdqQuantizer.refusal(exported.graph()).isEmpty(),
                "cannot be quantized");
        assertThat(differences(exported, precision)).isEmpty();
    }

    static List<String> differences(Model exported, Precision precision) {
        Model model = TimedForms.of(exported, precision);
        List<Kernel> kernels = Kernels.of(exported.graph(), precision);
        List<NodeTiming> timings;
        try (InferenceSession session = RUNTIME.open(model, SessionOptions.of(1))) {
            timings = RUNTIME.profile(model, Feeds.of(session.inputs(), 1, 0), 1, 0, 1);
        }
        int[] matched = new RuntimeNames(exported.graph(), kernels).match(timings);
        Map<Integer, List<String>> ran = new TreeMap<>();
        for (int i = 0; i < matched.length; i++) {
            if (!BORDERS.contains(timings.get(i).operator())
                    || kernels.get(matched[i]).key().kind().equals("transpose")) {
                ran.computeIfAbsent(matched[i], kernel -> new ArrayList<>())
                        .add(timings.get(i).operator() + " " + timings.get(i).node());
            }
        }
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < kernels.size(); i++) {
            List<String> nodes = ran.getOrDefault(i, List.of());
            boolean countsSizes = kernels.get(i).key().inChannels() == 0;
            if (nodes.size() > 1
                    || nodes.isEmpty()
                            && !countsSizes
                            && !kernels.get(i).key().window().isEmpty()) {
                differences.add(kernels.get(i).key() + " " + kernels.get(i).nodes() + " runs as " + nodes);
            }
        }
        return differences;
    }
}
