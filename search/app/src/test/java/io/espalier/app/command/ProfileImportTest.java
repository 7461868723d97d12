package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProfileImportTest {
    @TempDir
    private Path folder;

    private Shell shell;

    @BeforeEach
    void open() {
        shell = new Shell(folder);
        shell.text("conv_fp16.csv", """
                type,batch,cin,h,w,cout,k,stride,elmtfused,ms
                Regular,1,16,32,32,16,3,1,1,0.02
                Regular,1,32,16,16,64,3,1,0,0.03
                Depthwise,1,32,16,16,32,3,1,0,0.01
                """);
    }

    @Test
    void keepsAProfileThatIsListedAndShown() {
        assertThat(shell.run("profile", "import", "--format", "tinynas-conv", "conv_fp16.csv"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out())
                .startsWith("v100-tensorrt-fp16-b1: 3 kernels and 0 timed sums of kernels in ")
                .contains("- 3 convolutions at batch 1");
        assertThat(shell.run("profile", "list")).isZero();
        assertThat(shell.out())
                .containsPattern("v100-tensorrt-fp16-b1 +imported")
                .contains("NVIDIA V100");
        assertThat(shell.run("profile", "show", "v100-tensorrt-fp16-b1")).isZero();
        assertThat(shell.out())
                .contains("imported 2026-01-31T12:00:00Z", "Apache-2.0", "peak in fp16: ", "fitted to 3 of 3 kernels");
    }

    @Test
    void tellsWhatItMadeAsJson() {
        assertThat(shell.run(
                        "profile",
                        "import",
                        "--format",
                        "tinynas-conv",
                        "conv_fp16.csv",
                        "--id",
                        "card",
                        "--out",
                        "c.json",
                        "--json"))
                .as(shell.err())
                .isZero();
        JsonNode made = JsonMapper.shared().readTree(shell.out());
        assertThat(made.at("/id").asString()).isEqualTo("card");
        assertThat(made.at("/origin").asString()).isEqualTo("imported");
        assertThat(made.at("/kernels").asInt()).isEqualTo(3);
        assertThat(shell.file("c.json")).exists();
    }

    @Test
    void namesTheFormatsThereAre() {
        assertThat(shell.run("profile", "import", "--format", "excel", "conv_fp16.csv"))
                .isEqualTo(2);
        assertThat(shell.err()).isEqualTo("""
                There is no table format (excel).
                Maybe one of these: haq-bitfusion, fbnet-lut, ofa-lut, tfnas-width, tinynas-conv.
                """);
    }

    @Test
    void aFileThatIsMissingIsNoFailureOfOurs() {
        assertThat(shell.run("profile", "import", "--format", "tinynas-conv", "none_fp16.csv"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("none_fp16.csv) cannot be read", "Maybe the path is wrong");
    }

    @Test
    void aFileOfAnotherFormatNamesItsLine() {
        shell.text("other_fp16.csv", "key,mean_ms,var\n");
        assertThat(shell.run("profile", "import", "--format", "tinynas-conv", "other_fp16.csv"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("line 1 names the columns (key,mean_ms,var)");
    }

    @Test
    void theProfilesThatComeAlongAreListedAsAnalytic() {
        assertThat(shell.run("profile", "list")).isZero();
        assertThat(shell.out())
                .containsPattern("stm32h743-analytic +analytic")
                .containsPattern("coral-edge-tpu-analytic +analytic");
        assertThat(shell.run("profile", "show", "coral-edge-tpu-analytic")).isZero();
        assertThat(shell.out())
                .contains("rows of multipliers: 64.00", "https://coral.ai/docs/edgetpu/faq", "host: peak in fp32");
    }
}
