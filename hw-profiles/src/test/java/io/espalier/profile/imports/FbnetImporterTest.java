package io.espalier.profile.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.KernelKey;
import io.espalier.profile.NetworkSample;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.testing.SharedFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FbnetImporterTest {
    private static final String BASE = "0".repeat(22);

    @TempDir
    private Path folder;

    private final ProfileImporter importer = ProfileImporters.named("fbnet-lut");

    /** Operation n of layer l costs n + l / 100 ms more than operation 0. */
    private static String device(double base) {
        String layers = IntStream.range(0, 22)
                .mapToObj(layer -> "\"%d\": {%s}"
                        .formatted(
                                layer,
                                IntStream.range(1, 9)
                                        .mapToObj(operation ->
                                                "\"%d\": %s".formatted(operation, operation + layer / 100.0))
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining(", "));
        return "{\"base_ms\": %s, \"holdout_r2\": 0.9, \"holdout_mape\": 0.02, \"delta_ms_vs_lowest_op\": {%s}}"
                .formatted(base, layers);
    }

    private Path table() {
        return Requests.write(
                folder.resolve("lut.json"),
                "{\"phone\": %s, \"titan_x_32\": %s, \"broken\": {\"base_ms\": 1}}".formatted(device(10), device(20)));
    }

    private static double ms(HardwareProfile profile, String digits) {
        return profile.networks().stream()
                        .filter(sample -> sample.name().equals("fbnet-" + digits))
                        .findFirst()
                        .map(NetworkSample::latency)
                        .orElseThrow()
                        .p10Us()
                / 1000;
    }

    @Test
    void pricesWholeNetworksByTheSum() {
        HardwareProfile profile = importer.read(Requests.device(table(), "phone"));
        assertThat(ms(profile, BASE)).isEqualTo(10);
        assertThat(ms(profile, "0".repeat(21) + "3")).isCloseTo(10 + 3.21, within(1e-9));
        assertThat(ms(profile, "8".repeat(22))).isCloseTo(10 + 8 * 22 + 2.31, within(1e-9));
        assertThat(profile.origin().notes().get(0)).contains("off by 2.0 % on average (R2 0.900)");
    }

    @Test
    void readsTheBatchFromTheNameOfTheDevice() {
        HardwareProfile profile = importer.read(Requests.device(table(), "titan_x_32"));
        assertThat(profile.batch()).isEqualTo(32);
        assertThat(profile.id()).hasToString("titan-x-fbnet-b32");
    }

    @Test
    void takesNoOtherNumberForABatch() {
        Path file = Requests.write(folder.resolve("lut.json"), "{\"gold_6226\": %s}".formatted(device(10)));
        assertThat(importer.read(Requests.of(file)).batch()).isOne();
    }

    @Test
    void namesTheDevicesThereAre() {
        Path file = table();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> importer.read(Requests.device(file, "tablet")))
                .withMessage("The table (%s) has no device (tablet).\nMaybe one of these: phone, titan_x_32, broken."
                        .formatted(file));
    }

    @Test
    void namesThePlaceWithoutANumber() {
        Path file = table();
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> importer.read(Requests.device(file, "broken")))
                .withMessageContaining(
                        "the device (broken) has no number at delta_ms_vs_lowest_op, layer 0, operation 1");
    }

    @Test
    void buildsTheNetworksOfHwNasBench() {
        Map<KernelKey, Integer> kernels = FbnetSpace.network("8" + "0".repeat(20) + "3", Precision.FP32);
        assertThat(kernels)
                .containsEntry(KernelKey.parse("conv 3>16 32x32 k3x3 p1,1,1,1 fp32"), 1)
                .containsEntry(KernelKey.parse("dwconv 24>24 32x32 k3x3 p1,1,1,1 fp32"), 3)
                .containsEntry(KernelKey.parse("dwconv 184>184 4x4 k3x3 p1,1,1,1 fp32"), 3)
                .containsEntry(KernelKey.parse("conv 1104>352 4x4 k1x1 fp32"), 1)
                .containsEntry(KernelKey.parse("conv 352>1504 4x4 k1x1 fp32"), 1)
                .containsEntry(KernelKey.parse("gemm 1504>100 - fp32"), 1);
    }

    @ParameterizedTest
    @CsvSource({
        "raspi4, 17618.58, 19385.44",
        "pixel3, 7788.97, 8947.39",
        "fpga, 10739.52, 12275.52",
        "eyeriss, 3940.9, 4162.08"
    })
    void reproducesRowsOfTheRealTable(String device, double base, double firstLayerWide) {
        HardwareProfile profile =
                importer.read(Requests.device(SharedFiles.path("tables/help/fbnet_additive_lut_fitted.json"), device));
        assertThat(1000 * ms(profile, BASE)).isCloseTo(base, within(1e-6));
        assertThat(1000 * ms(profile, "3" + "0".repeat(21))).isCloseTo(firstLayerWide, within(1e-6));
    }
}
