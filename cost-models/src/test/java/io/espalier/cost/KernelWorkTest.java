package io.espalier.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.cost.analytic.AnalyticCosts;
import io.espalier.cost.testing.Queries;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.transform.ExportForm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelWorkTest {

    static List<Path> models() {
        return SharedFiles.models().stream()
                .filter(file -> file.toString().matches(".*(resnet|mobilenet|shufflenet|densenet|vgg).*"))
                .toList();
    }

    private static KernelWork work(String kernel) {
        return KernelWork.of(KernelKey.parse(kernel), 1);
    }

    private static double macs(CostQuery query) {
        return query.kernels().stream()
                .map(Kernel::key)
                .mapToDouble(key -> KernelWork.of(key, 1).macs())
                .sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 23})
    void countsTheMultiplicationsThatTheGraphCounts(int inner) {
        CostQuery query = Queries.of(Queries.block(inner).graph(), Precision.FP32);
        assertThat(macs(query)).isEqualTo(AnalyticCosts.macs().estimate(query).value());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("models")
    void countsThoseOfPublicNetworks(Path file) {
        CostQuery query = Queries.of(ExportForm.of(OnnxReader.read(file)).graph(), Precision.FP32);
        double expected = AnalyticCosts.macs().estimate(query).value();
        assertThat(macs(query)).isCloseTo(expected, within(1e-3 * expected));
    }

    @Test
    void laysAConvolutionOutAsAProduct() {
        KernelWork work = work("conv+add 16>32 32x32 k3x3 s2x2 p1,1,1,1 fp32");
        assertThat(work.rows()).isEqualTo(256);
        assertThat(work.depth()).isEqualTo(144);
        assertThat(work.columns()).isEqualTo(32);
        assertThat(work.inputs()).isEqualTo(16 * 1024 + 32 * 256);
        assertThat(work.outputs()).isEqualTo(32 * 256);
        assertThat(work.weights()).isEqualTo(32 * 145);
    }

    @Test
    void dividesTheDepthOfGroups() {
        assertThat(work("conv 32>64 8x8 k1x1 g4 fp32").macs()).isEqualTo(64 * 8 * 64);
        assertThat(work("dwconv 32>32 8x8 k3x3 p1,1,1,1 fp32").macs()).isEqualTo(64 * 9 * 32);
    }

    /** By hand: in channels x positions + out channels x positions + weights and biases, in bytes. */
    @ParameterizedTest
    @CsvSource({
        "'conv+relu 16>32 32x32 k3x3 s2x2 p1,1,1,1 fp32', 116864",
        "'conv+relu 16>32 32x32 k3x3 s2x2 p1,1,1,1 int8', 29216",
        "'conv+add 16>32 32x32 k3x3 s2x2 p1,1,1,1 fp32', 149632",
        "'conv 16>32 8x8 k3x3 p1,1,1,1 g4 fp32', 17024",
        "'conv 4>8 8x8 k3x3 fp32', 3360",
        "'dwconv 24>24 8x8 k3x3 p1,1,1,1 fp32', 13248",
        "'convtranspose 8>4 4x4 k2x2 s2x2 fp32', 2064",
        "'gemm 64>10 - fp32', 2896",
        "'gemm 64>10 - w4a8', 399",
        "'add 16>16 32x32 fp32', 196608",
        "'globalavgpool 64>64 8x8 fp32', 16640",
        "'flatten 0>0 - fp32', 0",
    })
    void countsTheBytesOfWhatIsReadAndWrittenOnce(String kernel, double bytes) {
        KernelKey key = KernelKey.parse(kernel);
        assertThat(KernelWork.of(key, 1).bytes(key.precision())).isEqualTo(bytes);
    }

    @Test
    void readsWeightsOnceForTheWholeBatch() {
        KernelKey dense = KernelKey.parse("gemm 64>10 - fp32");
        assertThat(KernelWork.of(dense, 16).bytes(Precision.FP32)).isEqualTo(4 * (16 * 74 + 650));
    }

    @Test
    void multipliesWithTheBatch() {
        KernelKey dense = KernelKey.parse("gemm 64>10 - fp32");
        assertThat(KernelWork.of(dense, 16).macs()).isEqualTo(16 * 640);
    }

    @Test
    void nothingMovesInAReshape() {
        assertThat(work("flatten 0>0 - fp32").kind()).isEqualTo(KernelWork.Kind.NOTHING);
    }
}
