package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Searches for devices that are not here: everything is predicted, and says so. */
class ForeignDeviceIT {

    @TempDir
    static Path folder;

    private static Shell shell;

    @BeforeAll
    static void trainModel() {
        shell = new Shell(folder);
        TrainedModel.writeTo(folder);
    }

    private static JsonNode search(String profile, String out) throws IOException {
        assertThat(shell.run(
                        "search",
                        "--model",
                        "colours.onnx",
                        "--data",
                        "folder:colours",
                        "--profile",
                        profile,
                        "--budget",
                        "12",
                        "--seed",
                        "3",
                        "--out",
                        out))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("ms predicted");
        assertThat(Files.readString(shell.file(out + "/report.html")))
                .contains("Latencies are <b>predicted</b>: the device of the profile is not at hand.");
        return JsonMapper.shared().readTree(Files.readString(shell.file(out + "/front.json")));
    }

    private static void assertThatAllIsPredicted(JsonNode front, String profile, String confidence) {
        assertThat(front.at("/points")).isNotEmpty();
        for (JsonNode point : front.at("/points")) {
            JsonNode latency = point.path("costs").path("latency@" + profile);
            assertThat(latency.path("measured").isNull()).as(latency.toString()).isTrue();
            assertThat(latency.at("/predicted/value").asDouble()).isPositive();
            assertThat(latency.at("/predicted/high").asDouble())
                    .isGreaterThan(latency.at("/predicted/value").asDouble());
            assertThat(latency.at("/predicted/confidence").asString()).isEqualTo(confidence);
            assertThat(latency.at("/ofParent").asDouble()).isLessThan(1);
        }
    }

    @Test
    void anAnalyticNpuGetsAFront() throws IOException {
        JsonNode front = search("coral-edge-tpu-analytic", "run-npu");
        assertThatAllIsPredicted(front, "coral-edge-tpu-analytic", "analytic");
        assertThat(front.at("/points")
                        .valueStream()
                        .map(point -> point.at("/precision").asString()))
                .as("the array runs 8 bits; floats are left to its host")
                .contains("int8");
    }

    @Test
    void anImportedGpuGetsAFrontInHalfFloats() throws IOException {
        StringBuilder rows = new StringBuilder("type,batch,cin,h,w,cout,k,stride,elmtfused,ms\n");
        for (int channels : new int[] {8, 16, 32, 64, 128}) {
            for (int size : new int[] {4, 8}) {
                for (int window : new int[] {1, 3}) {
                    double macs = (double) channels * channels * size * size * window * window;
                    for (int stride : new int[] {1, 2}) {
                        rows.append("Regular,1,%d,%d,%d,%d,%d,%d,0,%s%n"
                                .formatted(channels, size, size, channels, window, stride, .002 + macs / stride / 4e7));
                    }
                }
            }
        }
        shell.text("gpu_fp16.csv", rows.toString());
        assertThat(shell.run("profile", "import", "--format", "tinynas-conv", "gpu_fp16.csv", "--id", "gpu"))
                .as(shell.err())
                .isZero();
        JsonNode front = search("gpu", "run-gpu");
        assertThatAllIsPredicted(front, "gpu", "analytic");
        assertThat(front.at("/points")
                        .valueStream()
                        .map(point -> point.at("/precision").asString()))
                .as("the table has no 8-bit rows")
                .containsOnly("fp32");
    }
}
