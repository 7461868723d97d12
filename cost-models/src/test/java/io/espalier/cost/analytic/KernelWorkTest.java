package io.espalier.cost.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.cost.CostQuery;
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
        assertThat(work.inputs()).isEqualTo(2 * 16 * 1024);
        assertThat(work.outputs()).isEqualTo(32 * 256);
        assertThat(work.weights()).isEqualTo(32 * 145);
    }

    @Test
    void dividesTheDepthOfGroups() {
        assertThat(work("conv 32>64 8x8 k1x1 g4 fp32").macs()).isEqualTo(64 * 8 * 64);
        assertThat(work("dwconv 32>32 8x8 k3x3 p1,1,1,1 fp32").macs()).isEqualTo(64 * 9 * 32);
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
