package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.DyadicNetworks;
import io.espalier.zoo.testing.Feeds;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is trained and what is kept are one function in ONNX Runtime, at every width. */
class IntegerFormIT {
    @TempDir
    private Path folder;

    private final InferenceRuntime runtime = OnnxRuntime.open();

    static Stream<Arguments> widthsAndSeeds() {
        return IntStream.rangeClosed(2, 8)
                .boxed()
                .flatMap(bits -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(bits, seed)));
    }

    @ParameterizedTest(name = "{0} bits, seed {1}")
    @MethodSource("widthsAndSeeds")
    void keptIntegersGiveTheOutputsOfFakeQuantization(int bits, long seed) {
        Model fake = DyadicNetworks.residual(seed, new Precision(bits, bits), Precision.INT8);

        Model kept = IntegerForm.of(fake);

        Map<String, Tensor> feeds = DyadicNetworks.feeds(4, seed + 10);
        assertThat(output(kept, feeds)).containsExactly(output(fake, feeds));
    }

    @ParameterizedTest(name = "{0} bits, seed {1}")
    @MethodSource("widthsAndSeeds")
    void keptWeightsAreWholeNumbersOfSoManyBits(int bits, long seed) {
        Model kept =
                IntegerForm.of(DyadicNetworks.residual(seed, new Precision(bits, bits), new Precision(bits, bits)));

        assertThat(kept.graph().nodes()).noneMatch(node -> node.operator() instanceof Operator.Normalization);
        int most = (1 << (bits - 1)) - 1;
        int kernels = 0;
        for (Node node : kept.graph().nodes()) {
            if (node.operator() instanceof Operator.Convolution || node.operator() instanceof Operator.Gemm) {
                Node dequantize = kept.graph().producer(node.input(1)).orElseThrow();
                Tensor integers = kept.weights().get(dequantize.input(0));
                assertThat(integers.dataType()).isEqualTo(DataType.INT8);
                assertThat(Arrays.stream(integers.longs())).allMatch(level -> Math.abs(level) <= most);
                kernels++;
            }
        }
        assertThat(kernels).isEqualTo(5);
    }

    @ParameterizedTest(name = "{0} bits, seed {1}")
    @MethodSource("widthsAndSeeds")
    void activationsTakeNoMoreValuesThanTheirBitsHave(int bits, long seed) {
        Model kept = IntegerForm.of(DyadicNetworks.residual(seed, new Precision(8, bits), Precision.INT8));
        String multiplied = kept.graph().node("grouped").orElseThrow().input(0);
        Model tapped = new Model(
                kept.graph().toBuilder()
                        .output(multiplied, kept.graph().inputs().get(0).type())
                        .build(),
                kept.weights());

        TreeSet<Float> values = new TreeSet<>();
        try (InferenceSession session = runtime.open(tapped, SessionOptions.of(1))) {
            for (float value :
                    session.run(DyadicNetworks.feeds(16, seed)).get(multiplied).floats()) {
                values.add(value);
            }
        }

        assertThat(values).hasSizeBetween(2, 1 << bits);
    }

    @Test
    void whatIsTrainedAndWhatIsKeptAreReadBackFromTheirFiles() {
        Model fake = DyadicNetworks.residual(4, new Precision(4, 4), Precision.INT8);

        for (Model model : List.of(fake, IntegerForm.of(fake))) {
            Path file = folder.resolve("model.onnx");
            OnnxWriter.write(model, file);
            Model read = OnnxReader.read(file);

            assertThat(read.graph().nodes()).isEqualTo(model.graph().nodes());
            assertThat(read.weights().sha256()).isEqualTo(model.weights().sha256());
        }
    }

    @Test
    void theFloatFormOfEitherIsTheNetworkWithoutAnyQuantizer() {
        Model fake = DyadicNetworks.residual(5, new Precision(4, 4), Precision.INT8);
        Model kept = IntegerForm.of(fake);

        FloatForm form = FloatForm.of(kept.graph());

        List<String> names = new ArrayList<>();
        form.graph().nodes().forEach(node -> names.add(node.name()));
        assertThat(form.graph().nodes())
                .noneMatch(node -> node.operator() instanceof Operator.Quantize
                        || node.operator() instanceof Operator.Dequantize
                        || FakeQuantizer.isClip(node));
        assertThat(names).contains("stem", "deep", "grouped", "strided");
        assertThat(form.int8Nodes()).contains("stem", "deep", "grouped", "strided");
        assertThat(FloatForm.of(fake.graph()).graph().nodes()).hasSize(names.size() + 4);
    }

    @Test
    void quantizationAtOnceIsCloseAtManyBitsAndFartherAtFewer() {
        double before = 0;
        for (int bits = 8; bits >= 3; bits--) {
            double error = 0;
            for (long seed = 1; seed <= 3; seed++) {
                error += relativeError(ExportForm.of(RandomNetworks.residual(seed, true)), bits) / 3;
            }
            assertThat(error).as("%d bits", bits).isGreaterThan(before).isLessThan(.02 * (1 << (8 - bits)));
            before = error;
        }
    }

    private double relativeError(Model model, int bits) {
        List<Map<String, Tensor>> batches = List.of(Feeds.of(model.graph(), 8, 1), Feeds.of(model.graph(), 8, 2));
        ActivationHistograms histograms = ActivationHistograms.collect(model, batches, runtime, 1);
        Precision precision = new Precision(bits, bits);
        Model kept = IntegerForm.of(
                FakeQuantization.insert(model, model.graph(), node -> precision, histograms, ScaleRule.LEARNED));
        float[] expected = output(model, batches.get(0));
        float[] actual = output(kept, batches.get(0));
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow(expected[i] - actual[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(error / size);
    }

    @Test
    void aQuantizedNetworkIsNotQuantizedAgain() {
        Model kept = IntegerForm.of(DyadicNetworks.residual(6, Precision.INT8, Precision.INT8));
        Model model = ExportForm.of(RandomNetworks.residual(1, true));
        ActivationHistograms histograms =
                ActivationHistograms.collect(model, List.of(Feeds.of(model.graph(), 2, 1)), runtime, 1);

        assertThatThrownBy(() -> FakeQuantization.insert(
                        kept, kept.graph(), node -> Precision.INT8, histograms, ScaleRule.LEARNED))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("The model is quantized already.");
    }

    private float[] output(Model model, Map<String, Tensor> feeds) {
        try (InferenceSession session = runtime.open(model, SessionOptions.of(1))) {
            return session.run(feeds).values().iterator().next().floats();
        }
    }
}
