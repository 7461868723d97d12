package io.espalier.zoo.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.ReferenceCase;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sample networks read, written and run: what comes out is what the original file gives. */
class SampleModelsIT {
    private static final SessionOptions PLAIN = SessionOptions.of(1).unoptimized();

    private final InferenceRuntime runtime = OnnxRuntime.open();

    static Stream<Path> models() {
        return SharedFiles.models().stream();
    }

    static Stream<Path> conformance() {
        return SharedFiles.onnxFiles("conformance").stream();
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("models")
    void everyNodeIsUnderstood(Path file) {
        Model model = OnnxReader.read(file);

        assertThat(model.graph().nodes()).extracting(Node::operator).noneMatch(Operator.Opaque.class::isInstance);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("models")
    void whatIsWrittenIsReadAgainAndWrittenTheSame(Path file) {
        Model model = OnnxReader.read(file);
        byte[] written = OnnxWriter.bytes(model);

        Model again = OnnxReader.parse(written);

        Models.assertEqual(again, model);
        assertThat(OnnxWriter.bytes(again)).isEqualTo(written);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("models")
    void whatIsWrittenRunsBitByBitLikeTheOriginal(Path file) {
        try (InferenceSession original = runtime.open(file, PLAIN);
                InferenceSession written = runtime.open(OnnxReader.read(file), PLAIN)) {
            assertThat(written.inputs()).isEqualTo(original.inputs());
            assertThat(written.outputs()).isEqualTo(original.outputs());
            Map<String, Tensor> feeds = feeds(original.inputs());

            assertThat(written.run(feeds)).isEqualTo(original.run(feeds));
        }
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("models")
    void whatIsWrittenWithExternalDataRunsLikeTheOriginalWhenOptimised(Path file, @TempDir Path folder) {
        Path written = folder.resolve("model.onnx");
        OnnxWriter.writeWithExternalData(OnnxReader.read(file), written);
        try (InferenceSession original = runtime.open(file, SessionOptions.of(2));
                InferenceSession copy = runtime.open(written, SessionOptions.of(2))) {
            Map<String, Tensor> feeds = feeds(original.inputs());

            original.run(feeds)
                    .forEach((output, expected) ->
                            ReferenceCase.assertClose(copy.run(feeds).get(output), expected));
        }
        Models.assertEqual(OnnxReader.read(written), OnnxReader.read(file));
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("conformance")
    void whatIsWrittenGivesTheReferenceOutputs(Path file) {
        try (InferenceSession written = runtime.open(OnnxReader.read(file), PLAIN)) {
            for (ReferenceCase reference : ReferenceCase.of(file)) {
                Map<String, Tensor> outputs = written.run(reference.inputs());

                assertThat(outputs.keySet()).isEqualTo(reference.outputs().keySet());
                reference
                        .outputs()
                        .forEach((output, expected) -> ReferenceCase.assertClose(outputs.get(output), expected));
            }
        }
    }

    /** Seeded noise; free sizes are 2. */
    private static Map<String, Tensor> feeds(List<GraphValue> inputs) {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, Tensor> feeds = new LinkedHashMap<>();
        for (GraphValue input : inputs) {
            long[] sizes = input.type().shape().dims().stream()
                    .mapToLong(dim -> dim.isKnown() ? dim.size() : 2)
                    .toArray();
            float[] values = new float[(int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble(-1, 1);
            }
            feeds.put(input.name(), Tensor.ofFloats(Longs.of(sizes), values));
        }
        return feeds;
    }
}
