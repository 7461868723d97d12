package io.espalier.profile.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.profile.DeviceSheet;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.KernelKey;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.ProfileOrigin;
import io.espalier.profile.StepBand;
import io.espalier.profile.WidthStep;
import io.espalier.profile.testing.Profiles;
import io.espalier.profile.testing.Sheets;
import io.espalier.zoo.graph.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFileTest {
    private static final KernelKey CONV = KernelKey.parse("conv+relu 16>32 32x32 k3x3 s2x2 p1,1,1,1 int8");

    @TempDir
    private Path folder;

    private final HardwareProfile profile = Profiles.empty()
            .withKernels(List.of(Profiles.latency(CONV.toString(), 12.345), Profiles.latency("gemm 64>10 - fp32", 3)))
            .withNetworks(
                    List.of(new NetworkSample("parent", Precision.INT8, Map.of(CONV, 2), Profiles.statistics(31.5))))
            .withSteps(List.of(
                    new WidthStep(CONV, KernelKey.Axis.OUT, 16),
                    WidthStep.of(CONV, KernelKey.Axis.IN, List.of(new StepBand(1, 15, 4), new StepBand(16, 32, 8)))));

    @Test
    void readsWhatItWrote() {
        Path file = folder.resolve("new/folder/p.json");
        ProfileFile.write(profile, file);
        HardwareProfile read = ProfileFile.read(file);
        assertThat(ProfileFile.text(read)).isEqualTo(ProfileFile.text(profile));
        assertThat(ProfileFile.contentHash(read))
                .isEqualTo(ProfileFile.contentHash(profile))
                .hasSize(64);
        assertThat(read.id()).isEqualTo(profile.id());
        assertThat(read.kernel(CONV)).isEqualTo(profile.kernel(CONV)).isPresent();
        assertThat(read.networks()).isEqualTo(profile.networks());
        assertThat(read.steps().all()).isEqualTo(profile.steps().all());
    }

    @Test
    void writesKernelsInTheOrderOfTheirTextsHoweverTheyCame() {
        HardwareProfile later = profile.withKernels(List.of(Profiles.latency("add 16>16 8x8 fp32", 1)))
                .withKernels(List.of(
                        Profiles.latency("gemm 64>10 - fp32", 2), Profiles.latency("conv 4>8 8x8 k1x1 fp32", 2)));
        assertThat(later.kernels())
                .extracting(kernel -> kernel.key() + ": " + kernel.latency().p10Us())
                .containsExactly(
                        "add 16>16 8x8 fp32: 1.0",
                        "conv 4>8 8x8 k1x1 fp32: 2.0",
                        CONV + ": 12.345",
                        "gemm 64>10 - fp32: 2.0");
        assertThat(ProfileFile.text(later)).containsSubsequence("add 16>16", "conv 4>8", CONV.toString(), "gemm 64>10");
        assertThat(profile.kernels()).hasSize(2);
    }

    @Test
    void keepsTheKernelsOfANetworkInTheOrderOfTheirTexts() {
        KernelKey wide = KernelKey.parse("conv 16>8 8x8 fp32");
        KernelKey narrow = KernelKey.parse("conv 4>8 8x8 fp32");
        NetworkSample sample =
                new NetworkSample("n", Precision.FP32, Map.of(narrow, 1, CONV, 2, wide, 3), Profiles.statistics(1));
        assertThat(sample.kernels()).containsExactly(Map.entry(wide, 3), Map.entry(narrow, 1), Map.entry(CONV, 2));
    }

    @Test
    void keepsTheSheetAndWhereTheNumbersAreFrom() {
        ProfileOrigin origin = ProfileOrigin.imported("a table", "MIT", List.of("Simulated."));
        for (DeviceSheet sheet : List.of(
                Sheets.roofline(Map.of(Precision.FP16, 5.0, Precision.INT8, 7.0)),
                Sheets.array(32, 16, Sheets.roofline(Map.of(Precision.FP32, 5.0))))) {
            HardwareProfile read = ProfileFile.parse(
                    ProfileFile.text(profile.withOrigin(origin).withSheet(sheet)), "p.json");
            assertThat(read.origin()).isEqualTo(origin);
            assertThat(read.sheet()).contains(sheet);
        }
    }

    @Test
    void aMeasuredProfileIsWrittenAsBefore() {
        assertThat(ProfileFile.text(profile)).doesNotContain("origin", "sheet");
        assertThat(ProfileFile.parse(ProfileFile.text(profile), "p.json").origin())
                .isEqualTo(ProfileOrigin.MEASURED);
    }

    @Test
    void refusesASheetThatIsNone() {
        String text = ProfileFile.text(profile.withSheet(Sheets.roofline(Map.of(Precision.FP16, 5.0))))
                .replace("\"launchUs\"", "\"lunch\"");
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> ProfileFile.parse(text, "p.json"))
                .withMessage("""
                        The profile (p.json) is broken: The field "launchUs" of the sheet is missing.
                        Maybe it was cut off or edited by hand.""");
    }

    @Test
    void readsStepsOfOneDimension() {
        String text = ProfileFile.text(profile);
        String before = text.replaceAll("(?s),\\s*\"bands\" *: *\\[.*?\\]", "");
        assertThat(before).isNotEqualTo(text).doesNotContain("bands");
        assertThat(ProfileFile.parse(before, "p.json").steps().all())
                .containsExactly(
                        new WidthStep(CONV, KernelKey.Axis.IN, 8), new WidthStep(CONV, KernelKey.Axis.OUT, 16));
    }

    @Test
    void theTextDoesNotDependOnTheOrderOfMeasuring() {
        HardwareProfile other = Profiles.empty()
                .withKernels(List.of(Profiles.latency("gemm 64>10 - fp32", 3)))
                .withKernels(List.of(Profiles.latency(CONV.toString(), 12.345)))
                .withNetworks(profile.networks())
                .withSteps(profile.steps().all());
        assertThat(ProfileFile.text(other)).isEqualTo(ProfileFile.text(profile));
    }

    @Test
    void refusesAnotherSchema() {
        String text = ProfileFile.text(profile).replaceFirst("\"schema\" : 1", "\"schema\" : 7");
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> ProfileFile.parse(text, "p.json"))
                .withMessage("""
                        The profile (p.json) has the schema version (7), but this program reads version 1.
                        Maybe it is no profile, or was made by another version: measure it again.""");
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        Path file = folder.resolve("cut.json");
        String text = ProfileFile.text(profile);
        Files.writeString(file, text.substring(0, text.length() / 2));
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> ProfileFile.read(file))
                .withMessageStartingWith("The profile (%s) is broken: ".formatted(file))
                .withMessageEndingWith("\nMaybe it was cut off or edited by hand.");
    }

    @Test
    void refusesAFileWithoutAField() {
        String text = ProfileFile.text(profile).replaceFirst("(?s)\"runtime\" : \\{.*?\\},", "");
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> ProfileFile.parse(text, "p.json"))
                .withMessage("""
                        The profile (p.json) is broken: The field "runtime" is missing.
                        Maybe it was cut off or edited by hand.""");
    }

    @Test
    void refusesAKernelThatIsNone() {
        String text = ProfileFile.text(profile).replace("gemm 64>10 - fp32", "gemm");
        assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> ProfileFile.parse(text, "p.json"))
                .withMessageContaining("The text (gemm) does not name a kernel.");
    }
}
