package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.NodeTiming;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantized networks in the runtime: fused as meant, and close to what they were. */
class QdqQuantizerIT {
    private static final Function<Node, Precision> ALL = node -> Precision.INT8;

    private final InferenceRuntime runtime = OnnxRuntime.open();

    static Stream<Path> publicModels() {
        return SharedFiles.onnxFiles("models").stream();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void staysCloseToTheFloatNetwork(long seed) {
        Model model = ExportForm.of(RandomNetworks.residual(seed, true));
        List<Map<String, Tensor>> batches = List.of(feeds(model, 8, seed), feeds(model, 8, seed + 100));

        Model quantized = QdqQuantizer.quantize(model, ALL, Calibration.collect(model, batches, runtime, 1));

        float[] expected = output(model, batches.get(0));
        float[] actual = output(quantized, batches.get(0));
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow(expected[i] - actual[i], 2);
            size += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(error / size)).isLessThan(0.05);
    }

    @Test
    void everyKernelOfAResidualNetworkIsFused() {
        Model model = ExportForm.of(RandomNetworks.residual(1, true));

        Model quantized = QdqQuantizer.quantize(model, ALL, Calibration.assumed(model.graph()));

        assertThat(operators(quantized)).doesNotContain("Conv", "FusedConv", "Add", "Relu", "Gemm", "DequantizeLinear");
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("publicModels")
    void convolutionsOfPublicModelsAreFused(Path file) {
        Model model = ExportForm.of(OnnxReader.read(file));

        Model quantized = QdqQuantizer.quantize(model, ALL, Calibration.assumed(model.graph()));

        assertThat(operators(quantized))
                .contains("QLinearConv", "QLinearAdd", "QLinearGlobalAveragePool", "QGemm")
                .doesNotContain("Conv", "FusedConv", "Add", "Relu", "Gemm");
    }

    @Test
    void kernelsInFloatStayAsTheyAre() {
        Model model = ExportForm.of(RandomNetworks.residual(2, false));

        Model same = QdqQuantizer.quantize(model, node -> Precision.FP32, Calibration.assumed(model.graph()));

        assertThat(same.graph().nodes()).isEqualTo(model.graph().nodes());
        assertThat(same.weights().sha256()).isEqualTo(model.weights().sha256());
    }

    @Test
    void aQuantizedModelIsRefused() {
        Model model = ExportForm.of(RandomNetworks.residual(3, false));
        Model quantized = QdqQuantizer.quantize(model, ALL, Calibration.assumed(model.graph()));

        assertThatThrownBy(() -> QdqQuantizer.quantize(quantized, ALL, Calibration.assumed(model.graph())))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("The model is quantized already.");
    }

    @Test
    void weightsAreEightBitsInTheFile() {
        Model model = ExportForm.of(RandomNetworks.residual(4, true));

        Model quantized = QdqQuantizer.quantize(model, ALL, Calibration.assumed(model.graph()));

        long convolutions = quantized.graph().nodes().stream()
                .filter(node -> node.operator() instanceof Operator.Convolution)
                .count();
        assertThat(quantized.weights().tensors().values())
                .filteredOn(tensor -> tensor.dataType() == io.espalier.zoo.graph.DataType.INT8
                        && tensor.shape().size() == 4)
                .hasSize(Math.toIntExact(convolutions));
    }

    private Set<String> operators(Model model) {
        Set<String> operators = new TreeSet<>();
        for (NodeTiming timing : runtime.profile(model, feeds(model, 1, 1), 1, 0, 1)) {
            operators.add(timing.operator());
        }
        return operators;
    }

    private float[] output(Model model, Map<String, Tensor> feeds) {
        try (InferenceSession session = runtime.open(model, SessionOptions.of(1))) {
            return session.run(feeds).values().iterator().next().floats();
        }
    }

    private static Map<String, Tensor> feeds(Model model, int batch, long seed) {
        long[] sizes =
                model.graph().inputs().get(0).type().shape().withSymbols(batch).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(Longs.of(sizes).product())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return Map.of(model.graph().inputs().get(0).name(), Tensor.ofFloats(Longs.of(sizes), values));
    }
}
