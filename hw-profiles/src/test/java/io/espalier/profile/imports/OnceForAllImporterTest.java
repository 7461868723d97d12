package io.espalier.profile.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.KernelKey;
import io.espalier.profile.NetworkSample;
import io.espalier.zoo.testing.SharedFiles;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnceForAllImporterTest {
    private static final String BLOCK =
            "MBConv-input:28x28x40-output:28x28x40-expand:6-kernel:5-stride:1-idskip:1-se:1";

    @TempDir
    private Path folder;

    private final ProfileImporter importer = ProfileImporters.named("ofa-lut");

    private HardwareProfile read(String rows) {
        return importer.read(Requests.of(Requests.write(folder.resolve("lut.csv"), "key,mean_ms,var\n" + rows)));
    }

    private static KernelKey key(String text) {
        return KernelKey.parse(text);
    }

    @Test
    void takesABlockApart() {
        NetworkSample block = read(BLOCK + ",2.5,0.0004\n").networks().get(0);
        assertThat(block.kernels())
                .isEqualTo(Map.of(
                        key("conv 40>240 28x28 k1x1 fp32"), 1,
                        key("dwconv 240>240 28x28 k5x5 p2,2,2,2 fp32"), 1,
                        key("globalavgpool 240>240 28x28 fp32"), 1,
                        key("conv 240>64 1x1 k1x1 fp32"), 1,
                        key("conv 64>240 1x1 k1x1 fp32"), 1,
                        key("mul 240>240 28x28 broadcast fp32"), 1,
                        key("conv 240>40 28x28 k1x1 fp32"), 1,
                        key("add 40>40 28x28 fp32"), 1));
        assertThat(block.latency().p10Us()).isEqualTo(2500);
        assertThat(block.latency().p95Us()).isCloseTo(2532.9, within(.1));
    }

    @Test
    void takesApartABlockThatHalvesTheImage() {
        assertThat(read("MBConv-input:100x100x16-output:50x50x24-expand:1-kernel:3-stride:2-idskip:0-se:0,1,0\n")
                        .networks()
                        .get(0)
                        .kernels())
                .isEqualTo(Map.of(
                        key("dwconv 16>16 100x100 k3x3 s2x2 p1,1,1,1 fp32"), 1, key("conv 16>24 50x50 k1x1 fp32"), 1));
    }

    @Test
    void namesTheLineWithABlockThatIsNotKnown() {
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> read("Attention-input:4x4x16,1,0\n"))
                .withMessageContaining("line 2 has a block (Attention) that is not known (key).");
    }

    @Test
    void namesTheLineWithAShapeThatIsNone() {
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> read("first_conv-input:8x9x3-output:4x4x16,1,0\n"))
                .withMessageContaining("line 2 has (8x9x3) where a square image is needed, input (key).");
    }

    @Test
    void reproducesRowsOfTheRealTable() {
        HardwareProfile profile =
                importer.read(Requests.of(SharedFiles.path("tables/i7_8700k_nsganetv2/i7-8700K_lut.csv")));
        assertThat(profile.networks()).hasSize(4050);
        NetworkSample block = profile.networks().stream()
                .filter(sample -> sample.name().equals(BLOCK))
                .findFirst()
                .orElseThrow();
        assertThat(block.latency().p10Us()).isEqualTo(1177.69);
    }
}
