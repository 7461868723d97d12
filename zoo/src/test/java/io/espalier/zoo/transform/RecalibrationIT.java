package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.ShapeInference;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecalibrationIT {
    private final InferenceRuntime runtime = OnnxRuntime.open();

    static Stream<Path> models() {
        return SharedFiles.models().stream();
    }

    private static List<Map<String, Tensor>> batches(ModelGraph graph, int count, int size) {
        return Stream.iterate(1, seed -> seed + 1)
                .limit(count)
                .map(seed -> Feeds.of(graph, size, seed))
                .toList();
    }

    private static List<String> removable(Model model) {
        return ResidualBlocks.of(model.graph()).stream()
                .filter(ResidualBlock::removable)
                .map(ResidualBlock::id)
                .limit(2)
                .toList();
    }

    /** Another opset changes nothing about these networks' operators. */
    private static Model withOpset(Model model, int opset) {
        return new Model(model.graph().toBuilder().opset("", opset).build(), model.weights());
    }

    private static void assertClose(ChannelMoments actual, ChannelMoments expected, double tolerance) {
        for (int channel = 0; channel < expected.channels(); channel++) {
            double unit = Math.max(expected.deviation(channel), 1e-2);
            assertThat(actual.mean(channel)).isCloseTo(expected.mean(channel), within(tolerance * unit));
            assertThat(actual.deviation(channel)).isCloseTo(expected.deviation(channel), within(tolerance * unit));
        }
    }

    @ParameterizedTest(name = "opset {0}")
    @ValueSource(ints = {11, 13, 17, 19})
    void momentsAreThoseOfTheValues(int opset) {
        Model model = withOpset(RandomNetworks.residual(3, false), opset);
        List<Map<String, Tensor>> batches = batches(model.graph(), 2, 5);
        Node convolution = model.graph().nodes().stream()
                .filter(node -> node.name().endsWith("conv1"))
                .findFirst()
                .orElseThrow();
        String value = convolution.output();
        ChannelMoments moments =
                ActivationStatistics.of(model, batches, runtime, 1).known(convolution.name());

        try (InferenceSession session = runtime.open(showing(model, value), SessionOptions.of(1))) {
            List<Tensor> tensors = batches.stream()
                    .map(batch -> session.run(batch, Set.of(value)).get(value))
                    .toList();
            int channels = moments.channels();
            double[] mean = new double[channels];
            double[] variance = new double[channels];
            int places = tensors.get(0).elements() / channels / 5;
            for (int pass = 0; pass < 2; pass++) {
                for (Tensor tensor : tensors) {
                    float[] values = tensor.floats();
                    for (int i = 0; i < values.length; i++) {
                        int channel = i / places % channels;
                        double distance = values[i] - mean[channel];
                        (pass == 0 ? mean : variance)[channel] +=
                                (pass == 0 ? values[i] : distance * distance) / (10.0 * places);
                    }
                }
            }
            assertClose(moments, ChannelMoments.of(mean, variance), 1e-4);
        }
    }

    @ParameterizedTest(name = "seed {0}, opset {1}")
    @CsvSource({"1, 17", "2, 17", "3, 17", "4, 17", "5, 17", "1, 11", "2, 13"})
    void aFoldedNetworkGetsItsParentsMomentsBack(long seed, int opset) {
        Model parent = withOpset(BatchNormFolding.fold(RandomNetworks.residual(seed, true)), opset);
        List<Map<String, Tensor>> batches = batches(parent.graph(), 1, 64);
        ActivationStatistics target = ActivationStatistics.of(parent, batches, runtime, 1);
        Model cut = BlockRemoval.remove(parent, removable(parent));

        Model corrected = Recalibration.recalibrate(cut, target, Map.of(), batches, runtime, 1);

        assertThat(corrected.graph().nodes()).isEqualTo(cut.graph().nodes());
        assertThat(corrected.graph().weights()).isEqualTo(cut.graph().weights());
        ActivationStatistics reached = ActivationStatistics.of(corrected, batches, runtime, 1);
        reached.byConvolution().forEach((name, moments) -> assertClose(moments, target.known(name), 1e-3));
    }

    /** The stream in front of removed blocks has the mean that it has behind them in the parent. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void standInsGiveTheMeansOfWhatTheyStandInFor(long seed) {
        Model parent = BatchNormFolding.fold(RandomNetworks.residual(seed, true));
        List<Map<String, Tensor>> batches = batches(parent.graph(), 1, 64);
        StandIns standIns = StandIns.of(parent.graph());
        ActivationStatistics ofParent = ActivationStatistics.of(parent, standIns, batches, runtime, 1);
        for (StandIn standIn : standIns.all()) {
            Model cut = BlockRemoval.remove(parent, standIn.blocks());

            Model corrected = Recalibration.recalibrate(
                    cut, ofParent.without(standIns.without(standIn.blocks()).values()), Map.of(), batches, runtime, 1);

            assertClose(
                    means(corrected, standIn.stream(), batches.get(0)),
                    means(parent, standIn.behind(), batches.get(0)),
                    1e-3);
        }
    }

    /** With a value more among its outputs. */
    private static Model showing(Model model, String value) {
        return new Model(
                model.graph().toBuilder()
                        .output(
                                value,
                                ShapeInference.infer(model.graph()).type(value).orElseThrow())
                        .build(),
                model.weights());
    }

    private ChannelMoments means(Model model, String value, Map<String, Tensor> batch) {
        try (InferenceSession session = runtime.open(showing(model, value), SessionOptions.of(1))) {
            Tensor tensor = session.run(batch, Set.of(value)).get(value);
            float[] values = tensor.floats();
            int channels = tensor.shape().intAt(1);
            int places = values.length / channels / tensor.shape().intAt(0);
            double[] mean = new double[channels];
            for (int i = 0; i < values.length; i++) {
                mean[i / places % channels] += values[i] * channels / (double) values.length;
            }
            return ChannelMoments.of(mean, new double[channels]);
        }
    }

    @ParameterizedTest(name = "seed {0}, opset {1}")
    @CsvSource({"1, 17", "2, 17", "3, 17", "1, 11", "2, 13"})
    void normalizationsGetTheStatisticsOfTheCutNetwork(long seed, int opset) {
        Model parent = withOpset(RandomNetworks.residual(seed, true), opset);
        List<Map<String, Tensor>> batches = batches(parent.graph(), 1, 64);
        ActivationStatistics target = ActivationStatistics.of(parent, batches, runtime, 1);
        Model cut = BlockRemoval.remove(parent, removable(parent));

        Model corrected = Recalibration.recalibrate(cut, target, Map.of(), batches, runtime, 1);

        assertThat(corrected.graph().nodes()).isEqualTo(cut.graph().nodes());
        ActivationStatistics reached = ActivationStatistics.of(corrected, batches, runtime, 1);
        for (Node node : corrected.graph().nodes()) {
            if (node.operator() instanceof Operator.Normalization) {
                float[] mean = corrected.weights().get(node.input(3)).floats();
                float[] variance = corrected.weights().get(node.input(4)).floats();
                ChannelMoments moments = reached.known(node.name().replace(".bn", ""));
                for (int channel = 0; channel < mean.length; channel++) {
                    double unit = moments.deviation(channel);
                    assertThat((double) mean[channel]).isCloseTo(moments.mean(channel), within(1e-3 * unit));
                    assertThat(Math.sqrt(variance[channel])).isCloseTo(unit, within(1e-3 * unit));
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void insertedNormalizationsAreTheIdentityAndFoldAway(long seed) {
        Model model = BatchNormFolding.fold(RandomNetworks.residual(seed, true));
        ActivationStatistics statistics = ActivationStatistics.of(model, batches(model.graph(), 2, 16), runtime, 1);

        Model inserted = BatchNormInsertion.insert(model, statistics);
        Model folded = BatchNormFolding.fold(inserted);

        assertThat(BatchNormInsertion.insert(model.graph()).nodes())
                .isEqualTo(inserted.graph().nodes());
        assertThat(folded.graph().nodes()).isEqualTo(model.graph().nodes());
        filterLengths(inserted).forEach(length -> assertThat(length).isCloseTo(1, within(1e-4)));
        Map<String, Tensor> feeds = Feeds.of(model.graph(), 4, 9);
        try (InferenceSession plain = runtime.open(model, SessionOptions.of(1));
                InferenceSession normalized = runtime.open(inserted, SessionOptions.of(1));
                InferenceSession again = runtime.open(folded, SessionOptions.of(1))) {
            plain.run(feeds).forEach((name, expected) -> {
                ReferenceCase.assertClose(normalized.run(feeds).get(name), expected);
                ReferenceCase.assertClose(again.run(feeds).get(name), expected);
            });
        }
    }

    /** Euclidean, of all filters of all convolutions. */
    private static List<Double> filterLengths(Model model) {
        List<Double> lengths = new ArrayList<>();
        for (Node node : model.graph().nodes()) {
            if (node.operator() instanceof Operator.Convolution) {
                Tensor weight = model.weights().get(node.input(1));
                int filters = weight.shape().intAt(0);
                float[] values = weight.floats();
                for (int filter = 0; filter < filters; filter++) {
                    double squares = 0;
                    for (int i = 0; i < values.length / filters; i++) {
                        double value = values[filter * (values.length / filters) + i];
                        squares += value * value;
                    }
                    lengths.add(Math.sqrt(squares));
                }
            }
        }
        return lengths;
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("models")
    void anUncutModelStaysWhatItIs(Path file) {
        Model model = ExportForm.of(OnnxReader.read(file));
        List<Map<String, Tensor>> batches = batches(model.graph(), 2, 32);
        ActivationStatistics statistics = ActivationStatistics.of(model, batches, runtime, 1);

        Model corrected = Recalibration.recalibrate(model, statistics, Map.of(), batches, runtime, 1);

        ActivationStatistics.of(corrected, batches, runtime, 1)
                .byConvolution()
                .forEach((name, moments) -> assertThat(moments.channels())
                        .isEqualTo(statistics.known(name).channels()));
        assertThat(corrected.graph().outputs()).isEqualTo(model.graph().outputs());
    }
}
