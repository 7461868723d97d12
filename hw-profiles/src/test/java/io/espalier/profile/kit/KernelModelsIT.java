package io.espalier.profile.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.Kernel;
import io.espalier.profile.measure.Kernels;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.NodeTiming;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.Feeds;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.testing.TensorNumbers;
import io.espalier.zoo.transform.Calibration;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelModelsIT {
    private static final int COPIES = 2;

    private final InferenceRuntime runtime = OnnxRuntime.open();

    /** The network with every value of it as an output. */
    private static Model withAllOutputs(Model network, Shapes shapes) {
        ModelGraph.Builder builder = network.graph().toBuilder().outputs(List.<GraphValue>of());
        network.graph().nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .forEach(value -> builder.output(value, shapes.type(value).orElseThrow()));
        return new Model(builder.build(), network.weights());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aKernelAloneComputesWhatItDoesInItsNetwork(long seed) {
        Model network = ExportForm.of(RandomNetworks.residual(seed));
        Shapes shapes = ShapeInference.infer(network.graph());
        Map<String, Tensor> values = new HashMap<>(Feeds.of(network.graph(), 1, seed));
        try (InferenceSession session = runtime.open(withAllOutputs(network, shapes), SessionOptions.of(1))) {
            values.putAll(session.run(Map.copyOf(values)));
        }
        KernelModels models = new KernelModels(network, shapes, 1, COPIES);
        for (Kernel kernel : Kernels.of(network.graph(), Precision.FP32)) {
            Model alone = models.of(kernel).orElseThrow();
            Map<String, Tensor> feeds = new HashMap<>();
            alone.graph().inputs().forEach(input -> feeds.put(input.name(), values.get(original(input.name()))));
            Map<String, Tensor> expected = new HashMap<>();
            alone.graph().outputs().forEach(output -> expected.put(output.name(), values.get(original(output.name()))));
            assertThat(expected).as(kernel.toString()).hasSize(COPIES);
            try (InferenceSession session = runtime.open(alone, SessionOptions.of(1))) {
                assertThat(TensorNumbers.areClose(session.run(feeds), expected))
                        .as(kernel.toString())
                        .isTrue();
            }
        }
    }

    private static String original(String value) {
        return value.substring(0, value.lastIndexOf('/'));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void inEightBitsNothingButTheKernelRuns(long seed) {
        Model network = ExportForm.of(RandomNetworks.residual(seed));
        KernelModels models = new KernelModels(network, ShapeInference.infer(network.graph()), 1, COPIES);
        Set<String> operators = new LinkedHashSet<>();
        for (Kernel kernel : Kernels.of(network.graph(), Precision.INT8)) {
            if (kernel.key().precision().equals(Precision.INT8)) {
                Model alone =
                        EightBitKernels.of(models.of(kernel).orElseThrow(), kernel.key(), KernelModelsIT::quantized);
                List<NodeTiming> timings = runtime.profile(alone, zeros(alone), 1, 0, 1);
                assertThat(timings).as(kernel.toString()).hasSizeLessThanOrEqualTo(COPIES);
                timings.forEach(timing -> operators.add(timing.operator()));
            }
        }
        assertThat(operators).contains("QLinearConv", "QGemm", "QLinearAdd", "QLinearGlobalAveragePool");
        assertThat(operators).doesNotContain("QuantizeLinear", "DequantizeLinear", "Conv", "Gemm", "Add");
    }

    private static Model quantized(Model model) {
        return QdqQuantizer.quantize(model, node -> Precision.INT8, Calibration.assumed(model.graph()));
    }

    private static Map<String, Tensor> zeros(Model model) {
        Map<String, Tensor> feeds = new HashMap<>();
        for (GraphValue input : model.graph().inputs()) {
            assertThat(input.type().dataType()).isEqualTo(DataType.UINT8);
            Longs shape = Longs.of(input.type().shape().toArray());
            feeds.put(
                    input.name(),
                    Tensor.of(DataType.UINT8, shape, ByteBuffer.allocate(Math.toIntExact(shape.product()))));
        }
        return feeds;
    }
}
