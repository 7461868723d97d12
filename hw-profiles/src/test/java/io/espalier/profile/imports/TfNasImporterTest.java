package io.espalier.profile.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.KernelKey;
import io.espalier.profile.NetworkSample;
import io.espalier.zoo.testing.SharedFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TfNasImporterTest {
    private static final String HEAD = "block,mid_channels,gpu_titanrtx_bs32_ms,cpu_xeon6130_bs1_ms\n";
    private static final String BLOCK = "MBInvertedResBlock_14_16_8_16_k3_s1_swish";

    @TempDir
    private Path folder;

    private final ProfileImporter importer = ProfileImporters.named("tfnas-width");

    private Path table(String rows) {
        return Requests.write(folder.resolve("width.csv"), HEAD + rows);
    }

    private static List<String> names(HardwareProfile profile) {
        return profile.networks().stream().map(NetworkSample::name).toList();
    }

    private static NetworkSample sample(HardwareProfile profile, String name) {
        return profile.networks().stream()
                .filter(some -> some.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void takesWhatWasTimedOnly() {
        StringBuilder rows = new StringBuilder("base,0,2,9\n");
        for (int middle = 1; middle <= 28; middle++) {
            rows.append("%s,%d,%s,%s%n".formatted(BLOCK, middle, middle - 10.5, middle + .5));
        }
        HardwareProfile profile = importer.read(Requests.device(table(rows.toString()), "titanrtx"));
        assertThat(names(profile)).containsExactly("base 0", BLOCK + " 16", BLOCK + " 24", BLOCK + " 28");
        assertThat(profile.batch()).isEqualTo(32);
        assertThat(sample(profile, BLOCK + " 24").latency().p10Us()).isEqualTo(13_500);
        assertThat(sample(profile, BLOCK + " 24").kernels())
                .containsKeys(
                        KernelKey.parse("conv 16>24 14x14 k1x1 fp32"),
                        KernelKey.parse("dwconv 24>24 14x14 k3x3 p1,1,1,1 fp32"),
                        KernelKey.parse("conv 24>8 1x1 k1x1 fp32"),
                        KernelKey.parse("add 16>16 14x14 fp32"));
        assertThat(sample(profile, BLOCK + " 16").kernels())
                .as("no wider than its input, so that nothing is expanded")
                .hasSize(sample(profile, BLOCK + " 24").kernels().size() - 1);
    }

    @Test
    void namesTheDevicesThereAre() {
        Path file = table("base,0,2,9\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> importer.read(Requests.of(file)))
                .withMessage("The table (%s) has 2 devices.\nMaybe choose one with --device: titanrtx, xeon6130."
                        .formatted(file));
    }

    @Test
    void namesTheLineWithABlockThatIsNotKnown() {
        Path file = table("Block_14,8,1,1\n");
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> importer.read(Requests.device(file, "xeon6130")))
                .withMessageContaining("line 2 has the block (Block_14), which is not known (block).");
    }

    @Test
    void reproducesRowsOfTheRealTable() {
        Path file = SharedFiles.path("tables/tfnas_width/tfnas_width_latency.csv");
        HardwareProfile gpu = importer.read(Requests.device(file, "titanrtx"));
        HardwareProfile cpu = importer.read(Requests.device(file, "xeon6130"));
        String block = "MBInvertedResBlock_28_40_80_40_k5_s1_swish 320";
        assertThat(sample(gpu, block).latency().p10Us()).isEqualTo(1704.2);
        assertThat(sample(cpu, block).latency().p10Us()).isEqualTo(4970.8);
        assertThat(sample(gpu, "base 0").latency().p10Us()).isEqualTo(1985.81);
        assertThat(gpu.networks().size()).isEqualTo(cpu.networks().size()).isEqualTo(3943);
        assertThat(gpu.networks()).allMatch(some -> some.latency().p10Us() > 0);
        assertThat(sample(gpu, "base 0").kernels())
                .isEqualTo(sample(cpu, "base 0").kernels());
        assertThat(sample(gpu, "base 0").kernels()).containsKey(KernelKey.parse("gemm 1280>1000 - fp32"));
    }
}
