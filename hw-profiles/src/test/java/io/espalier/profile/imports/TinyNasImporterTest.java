package io.espalier.profile.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.KernelKey;
import io.espalier.profile.ProfileOrigin;
import io.espalier.profile.measure.FreeWidths;
import io.espalier.profile.measure.SurfaceSteps;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.testing.SharedFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyNasImporterTest {
    private static final String HEAD = "type,batch,cin,h,w,cout,k,stride,elmtfused,ms\n";

    @TempDir
    private Path folder;

    private final ProfileImporter importer = ProfileImporters.named("tinynas-conv");

    private Path table(String name, String rows) {
        return Requests.write(folder.resolve(name), HEAD + rows);
    }

    private static double us(HardwareProfile profile, String kernel) {
        return profile.kernel(KernelKey.parse(kernel)).orElseThrow().latency().p10Us();
    }

    @Test
    void makesKernelsOfTheRowsOfOneBatch() {
        Path file = table("conv_fp16.csv", """
                Regular,1,16,32,32,24,3,2,1,0.02
                Depthwise,1,16,32,32,16,5,1,0,0.01
                Depthwise,1,16,32,32,16,5,1,0,0.03
                Regular,32,16,32,32,24,3,2,1,0.2
                """);
        HardwareProfile profile = importer.read(Requests.of(file));
        assertThat(profile.id()).hasToString("v100-tensorrt-fp16-b1");
        assertThat(profile.batch()).isOne();
        assertThat(profile.kernels()).hasSize(2);
        assertThat(us(profile, "conv+add 16>24 32x32 k3x3 s2x2 p1,1,1,1 fp16")).isEqualTo(20);
        assertThat(us(profile, "dwconv 16>16 32x32 k5x5 p2,2,2,2 fp16")).isEqualTo(20);
        assertThat(profile.origin().kind()).isEqualTo(ProfileOrigin.Kind.IMPORTED);
        assertThat(profile.sheet().orElseThrow().runsAs(Precision.FP32)).contains(Precision.FP16);
        assertThat(importer.read(Requests.batch(file, 32)).kernels()).hasSize(1);
    }

    @Test
    void putsFilesOfSeveralFormatsTogether() {
        HardwareProfile profile = importer.read(Requests.of(
                table("a_fp16.csv", "Regular,1,8,6,6,8,1,1,0,0.02\n"),
                table("a_int8.csv", "Regular,1,8,6,6,8,1,1,0,0.01\n")));
        assertThat(profile.id()).hasToString("v100-tensorrt-fp16-int8-b1");
        assertThat(us(profile, "conv 8>8 6x6 k1x1 int8")).isEqualTo(10);
        assertThat(us(profile, "conv 8>8 6x6 k1x1 fp16")).isEqualTo(20);
    }

    @Test
    void namesTheLineThatIsBroken() {
        Path file = table("conv_fp16.csv", "Regular,1,16,32,32,24,3,2,1,0.02\nRegular,1,16,32,32,x,3,2,1,0.02\n");
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> importer.read(Requests.of(file)))
                .withMessage("""
                        The table (%s) is broken: line 3 has (x) where a whole number is needed (cout).
                        Maybe it is of another format, or was cut off.""".formatted(file));
    }

    @Test
    void refusesALatencyThatIsNotPositive() {
        Path file = table("conv_fp16.csv", "Regular,1,16,32,32,24,3,2,1,-0.5\n");
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> importer.read(Requests.of(file)))
                .withMessageContaining("line 2 has the latency (-0.5), which must be positive (ms).");
    }

    @Test
    void refusesATableOfOtherColumns() {
        Path file = Requests.write(folder.resolve("conv_fp16.csv"), "key,mean_ms,var\nx,1,0\n");
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> importer.read(Requests.of(file)))
                .withMessageContaining("line 1 names the columns (key,mean_ms,var)");
    }

    @Test
    void asksForTheFormatThatTheNameDoesNotSay() {
        Path file = table("conv.csv", "Regular,1,16,32,32,24,3,2,1,0.02\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> importer.read(Requests.of(file)))
                .withMessage("""
                        The table (%s) does not say the number format of its rows.
                        Maybe give it with --precision fp32, fp16 or int8.""".formatted(file));
    }

    @Test
    void namesTheBatchesThereAre() {
        Path file = table("conv_fp16.csv", "Regular,1,16,32,32,24,3,2,1,0.02\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> importer.read(Requests.batch(file, 2)))
                .withMessage("The table (%s) has no rows of batch 2.\nMaybe one of these: [1].".formatted(file));
    }

    @Test
    void reproducesRowsOfTheRealTables() {
        HardwareProfile half =
                importer.read(Requests.of(SharedFiles.path("tables/v100_conv_tinynas/v100_conv_fp16.csv.gz")));
        assertThat(half.kernels()).hasSize(29_375);
        assertThat(us(half, "conv 64>64 32x32 k3x3 p1,1,1,1 fp16")).isEqualTo(15.0528);
        assertThat(us(half, "dwconv 64>64 32x32 k3x3 p1,1,1,1 fp16")).isEqualTo(24.9856);
        HardwareProfile bytes =
                importer.read(Requests.batch(SharedFiles.path("tables/v100_conv_tinynas/v100_conv_int8.csv.gz"), 32));
        assertThat(us(bytes, "conv 64>64 32x32 k3x3 p1,1,1,1 int8")).isEqualTo(66.3552);
    }

    @Test
    void theRealTableHasFreeWidthsThatDependOnTheOtherAxis() {
        HardwareProfile half =
                importer.read(Requests.of(SharedFiles.path("tables/v100_conv_tinynas/v100_conv_fp16.csv.gz")));
        FreeWidths out = FreeWidths.of(half).stream()
                .filter(free -> free.axis() == KernelKey.Axis.OUT)
                .findFirst()
                .orElseThrow();
        // Tiles of 64 and more: many of the table's multiples of 8 and 16 cost as much as wider ones.
        assertThat((double) out.free() / out.widths()).isBetween(.2, .6);
        assertThat((double) out.changed() / out.compared()).isBetween(.1, .4);
        // The table's widths lie too far apart to read one step from.
        SurfaceSteps steps = new SurfaceSteps(half);
        assertThat(steps.of(KernelKey.parse("conv 256>256 32x32 k3x3 p1,1,1,1 fp16"), KernelKey.Axis.OUT))
                .isEmpty();
    }
}
