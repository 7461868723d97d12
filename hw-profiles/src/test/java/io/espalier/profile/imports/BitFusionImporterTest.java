package io.espalier.profile.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.KernelKey;
import io.espalier.zoo.testing.SharedFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BitFusionImporterTest {
    private static final int LAYERS = 53;

    @TempDir
    private Path folder;

    private final ProfileImporter importer = ProfileImporters.named("haq-bitfusion");

    private Path table(int layers) {
        String bits = "[" + "500,".repeat(7) + "1000]";
        String layer = "[" + (bits + ",").repeat(7) + bits + "]";
        return Requests.write(
                folder.resolve("table.json"), "{\"data\": [" + (layer + ",").repeat(layers - 1) + layer + "]}");
    }

    private static double us(HardwareProfile profile, String kernel) {
        return profile.kernel(KernelKey.parse(kernel)).orElseThrow().latency().p10Us();
    }

    @Test
    void dividesCyclesByTheClock() {
        HardwareProfile profile = importer.read(Requests.of(table(LAYERS)));
        assertThat(us(profile, "conv 3>32 224x224 k3x3 s2x2 p1,1,1,1 w4a7")).isEqualTo(1);
        assertThat(us(profile, "gemm 1280>1000 - int8")).isEqualTo(2);
        assertThat(profile.batch()).isEqualTo(16);
    }

    @Test
    void refusesAnotherNetwork() {
        Path file = table(20);
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> importer.read(Requests.of(file)))
                .withMessage("""
                        The table (%s) is broken: it has 20 layers, but MobileNetV2 has 53.
                        Maybe it is of another format, or was cut off.""".formatted(file));
    }

    @Test
    void refusesWhatIsNoJson() {
        Path file = Requests.write(folder.resolve("table.json"), "cycles");
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> importer.read(Requests.of(file)))
                .withMessageStartingWith("The table (%s) is broken: line 1 is no JSON: ".formatted(file));
    }

    @Test
    void refusesAnotherBatch() {
        Path file = table(LAYERS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> importer.read(Requests.batch(file, 1)))
                .withMessage("The table (%s) was made with batch 16, not 1.\nMaybe leave --batch out.".formatted(file));
    }

    @Test
    void reproducesRowsOfTheRealTable() {
        HardwareProfile profile =
                importer.read(Requests.of(SharedFiles.path("tables/haq_bitfusion/mobilenetv2_bitfusion_latency.json")));
        assertThat(us(profile, "conv 3>32 224x224 k3x3 s2x2 p1,1,1,1 w1a1")).isEqualTo(200_720 / 500.0);
        assertThat(us(profile, "conv 3>32 224x224 k3x3 s2x2 p1,1,1,1 w1a2")).isEqualTo(401_472 / 500.0);
        assertThat(us(profile, "dwconv 32>32 112x112 k3x3 p1,1,1,1 w2a1")).isEqualTo(401_440 / 500.0);
        assertThat(us(profile, "conv 320>1280 7x7 k1x1 int8")).isEqualTo(667_872 / 500.0);
        assertThat(us(profile, "gemm 1280>1000 - int8")).isEqualTo(40_021 / 500.0);
    }
}
