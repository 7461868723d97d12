package io.espalier.cost.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cost.CostQuery;
import io.espalier.cost.testing.Queries;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.transform.Calibration;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownCountsTest {

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @Test
    void countsTheMacsAndParametersOfABlock() {
        CostQuery query = Queries.of(Queries.block(8).graph(), Precision.FP32);
        int pixels = 32 * 32;
        assertThat(AnalyticCosts.macs().estimate(query).value())
                .isEqualTo(pixels * 9 * (3 * 16 + 16 * 8 + 8 * 16) + 160);
        assertThat(AnalyticCosts.params().estimate(query).value()).isEqualTo(9 * (3 * 16 + 16 * 8 + 8 * 16) + 160 + 10);
    }

    /** He et al., 2015, and the model zoo that trained it: 0.27 M parameters, 40.8 M multiply-accumulates. */
    @Test
    void countsResNet20AsItsAuthors() {
        Model model = ExportForm.of(OnnxReader.read(SharedFiles.path("models/resnet20-cifar10.onnx")));
        CostQuery query = Queries.of(model.graph(), Precision.FP32);
        assertThat(AnalyticCosts.macs().estimate(query).value()).isBetween(40.5e6, 41e6);
        assertThat(AnalyticCosts.params().estimate(query).value()).isBetween(.268e6, .273e6);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theSizeIsThatOfTheFileToTheByte(long seed) {
        Model model = ExportForm.of(RandomNetworks.residual(seed));
        Model quantized = QdqQuantizer.quantize(model, node -> Precision.INT8, Calibration.assumed(model.graph()));
        assertThat(AnalyticCosts.size()
                        .estimate(Queries.of(model.graph(), Precision.FP32))
                        .value())
                .isEqualTo(OnnxWriter.bytes(model).length);
        assertThat(AnalyticCosts.size()
                        .estimate(Queries.of(model.graph(), Precision.INT8))
                        .value())
                .isEqualTo(OnnxWriter.bytes(quantized).length);
    }

    /** Against the int8 file, four bits less for each weight of a kernel; activations and scales stay. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void weightsOfFewerBitsArePacked(long seed) {
        Model model = ExportForm.of(RandomNetworks.residual(seed));
        CostQuery int8 = Queries.of(model.graph(), Precision.INT8);
        long weights = model.graph().nodes().stream()
                .filter(node -> node.operator() instanceof Operator.Convolution
                        || node.operator() instanceof Operator.Gemm
                        || node.operator() instanceof Operator.MatMul)
                .mapToLong(node ->
                        model.graph().weights().get(node.input(1)).shape().elements())
                .sum();
        assertThat(AnalyticCosts.size()
                        .estimate(Queries.of(model.graph(), new Precision(4, 8)))
                        .value())
                .isEqualTo(AnalyticCosts.size().estimate(int8).value() - weights * 4 / 8);
        assertThat(AnalyticCosts.size()
                        .estimate(Queries.of(model.graph(), new Precision(16, 16)))
                        .value())
                .isEqualTo(OnnxWriter.bytes(model).length - 2 * weights);
    }
}
