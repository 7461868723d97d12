package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.weights.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands on a generated model and generated images. */
class CommandsIT {

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void makeModelAndImages() {
        shell = new Shell(folder);
        shell.model("tiny.onnx", 3);
        shell.images("pictures", 3, 20, 8);
    }

    private JsonNode json(String... arguments) {
        assertThat(shell.run(arguments)).as(shell.err()).isZero();
        return JsonMapper.shared().readTree(shell.out());
    }

    @Test
    void evaluateTellsAccuracyAndLatency() {
        JsonNode result = json("evaluate", "--model", "tiny.onnx", "--data", "folder:pictures", "--json");
        assertThat(result.at("/model").asString()).isEqualTo("tiny.onnx");
        assertThat(result.at("/images").asString()).isEqualTo("test");
        assertThat(result.at("/accuracy/total").asInt()).isEqualTo(30);
        double accuracy = result.at("/accuracy/value").asDouble();
        assertThat(result.at("/accuracy/se").asDouble()).isEqualTo(Math.sqrt(accuracy * (1 - accuracy) / 30));
        assertThat(result.at("/latency/p10").asDouble()).isPositive();
        assertThat(shell.err()).startsWith("test[0::2] validates (30 images), test[1::2] is the test (30)");
    }

    @Test
    void evaluateTakesTheImagesOfASlice() {
        JsonNode result = json(
                "evaluate", "--model", "tiny.onnx", "--data", "folder:pictures", "--split", "train[:10]", "--json");
        assertThat(result.at("/images").asString()).isEqualTo("train[:10]");
        assertThat(result.at("/accuracy/total").asInt()).isEqualTo(10);
    }

    @Test
    void recalibrationWritesAModelOfTheSamePlan() {
        JsonNode cut = json(
                "prune",
                "--model",
                "tiny.onnx",
                "--out",
                "half.onnx",
                "--ratio",
                "0.5",
                "--recalibrate",
                "--data",
                "folder:pictures",
                "--plan-out",
                "plan.json",
                "--verify",
                "2",
                "--json");
        assertThat(cut.at("/params/after").asInt())
                .isLessThan(cut.at("/params/before").asInt());
        JsonNode again = json(
                "prune",
                "--model",
                "tiny.onnx",
                "--out",
                "again.onnx",
                "--plan",
                "plan.json",
                "--verify",
                "1",
                "--json");
        assertThat(again.at("/macs")).isEqualTo(cut.at("/macs"));
        assertThat(OnnxReader.read(shell.file("half.onnx")).weights())
                .isNotEqualTo(OnnxReader.read(shell.file("again.onnx")).weights());
        assertThat(json("inspect", "--model", "half.onnx", "--json").at("/params"))
                .isEqualTo(json("inspect", "--model", "again.onnx", "--json").at("/params"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"l1", "l2", "bn-scale", "fpgm", "lamp", "activation-norm", "apoz", "taylor", "fisher", "random"})
    void everyImportanceCutsForBothRankings(String importance) {
        for (String ranking : List.of("uniform", "global")) {
            JsonNode cut = json(
                    "prune",
                    "--model",
                    "tiny.onnx",
                    "--out",
                    "cut.onnx",
                    "--macs",
                    "60%",
                    "--importance",
                    importance,
                    "--ranking",
                    ranking,
                    "--data",
                    "folder:pictures",
                    "--verify",
                    "1",
                    "--json");
            assertThat(cut.at("/macs/after").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(0.6 * cut.at("/macs/before").asDouble());
        }
    }

    @Test
    void anImportanceByImagesNeedsImages() {
        assertThat(shell.run(
                        "prune",
                        "--model",
                        "tiny.onnx",
                        "--out",
                        "cut.onnx",
                        "--macs",
                        "60%",
                        "--importance",
                        "taylor"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("Maybe");
        assertThat(shell.file("cut.onnx")).doesNotExist();
    }

    @Test
    void repairWritesAModelOfTheSamePlan() {
        JsonNode cut = json(
                "prune",
                "--model",
                "tiny.onnx",
                "--out",
                "repaired.onnx",
                "--ratio",
                "0.5",
                "--repair",
                "--data",
                "folder:pictures",
                "--json");
        json("prune", "--model", "tiny.onnx", "--out", "cut.onnx", "--ratio", "0.5", "--json");
        Model repaired = OnnxReader.read(shell.file("repaired.onnx"));
        Model plain = OnnxReader.read(shell.file("cut.onnx"));
        assertThat(cut.at("/macs/after").asInt())
                .isLessThan(cut.at("/macs/before").asInt());
        assertThat(repaired.graph().nodes()).isEqualTo(plain.graph().nodes());
        assertThat(repaired.weights()).isNotEqualTo(plain.weights());
    }

    @Test
    void aProfileIsMeasuredShownAndPredictedFrom() throws IOException {
        JsonNode measured =
                json("profile", "measure", "--id", "here", "--model", "tiny.onnx", "--time-limit", "10s", "--json");
        assertThat(measured.at("/id").asString()).isEqualTo("here");
        assertThat(measured.at("/kernels").asInt()).isGreaterThan(8);
        assertThat(json("profile", "list", "--json").at("/0")).isEqualTo(measured);
        assertThat(json("profile", "show", "here", "--json").at("/id").asString())
                .isEqualTo("here");

        shell.quantized("tiny-int8.onnx");
        JsonNode predicted =
                json("predict", "--model", "tiny.onnx", "tiny-int8.onnx", "--profile", "here", "--measure", "--json");
        List<String> metrics = List.of(
                "latency",
                "latency-p95",
                "throughput",
                "energy",
                "macs",
                "params",
                "size",
                "peak-memory",
                "bit-operations");
        assertThat(predicted).hasSize(2 * metrics.size());
        for (int i = 0; i < predicted.size(); i++) {
            JsonNode one = predicted.get(i);
            assertThat(one.propertyNames())
                    .contains("model", "profile", "metric", "unit", "value", "low", "high", "confidence", "measured");
            assertThat(one.at("/metric").asString()).isEqualTo(metrics.get(i / 2));
            assertThat(one.at("/model").asString()).isEqualTo(i % 2 == 0 ? "tiny.onnx" : "tiny-int8.onnx");
            assertThat(one.at("/value").asDouble())
                    .isPositive()
                    .isBetween(one.at("/low").asDouble(), one.at("/high").asDouble());
        }
        for (JsonNode latency : List.of(predicted.get(0), predicted.get(1))) {
            assertThat(latency.at("/unit").asString()).isEqualTo("ms");
            assertThat(latency.at("/confidence").asString()).isEqualTo("measured");
            assertThat(latency.at("/measured").propertyNames()).containsExactly("p10", "median", "p95", "runs");
        }
        assertThat(predicted.at("/2/measured/value").asDouble())
                .isEqualTo(predicted.at("/0/measured/p95").asDouble());
        assertThat(predicted.at("/4/measured/value").asDouble()).isPositive();
        assertThat(predicted.at("/12/measured/value").asLong()).isEqualTo(Files.size(shell.file("tiny.onnx")));
        assertThat(predicted.at("/0/precision").asString()).isEqualTo("fp32");
        assertThat(predicted.at("/1/precision").asString()).isEqualTo("int8");
        assertThat(json("inspect", "--model", "tiny-int8.onnx", "--profile", "here", "--json")
                        .at("/kernels")
                        .valueStream()
                        .map(kernel -> kernel.at("/key").asString()))
                .isNotEmpty()
                .allMatch(key -> key.endsWith("int8"));
        JsonNode unmeasured =
                json("predict", "--model", "tiny.onnx", "--profile", "here", "--price-per-hour", "0.36", "--json");
        assertThat(unmeasured.valueStream().allMatch(one -> one.at("/measured").isNull()))
                .isTrue();
        double perSecond = unmeasured.at("/2/value").asDouble();
        assertThat(unmeasured.at("/4/metric").asString()).isEqualTo("price");
        assertThat(unmeasured.at("/4/value").asDouble()).isCloseTo(100 / perSecond, within(1e-9));
        assertThat(json("inspect", "--model", "tiny.onnx", "--profile", "here", "--json")
                        .at("/kernels"))
                .isNotEmpty();
    }

    @Test
    void aProfileGoesOnWhereItWas() {
        String[] measure = {"profile", "measure", "--id", "here", "--model", "tiny.onnx", "--out", "p.json"};
        assertThat(shell.run(measure)).as(shell.err()).isZero();
        assertThat(shell.run(measure)).as(shell.err()).isZero();
        assertThat(shell.run(
                        "profile",
                        "measure",
                        "--id",
                        "here",
                        "--model",
                        "tiny.onnx",
                        "--out",
                        "p.json",
                        "--threads",
                        "2"))
                .isEqualTo(2);
        assertThat(shell.err()).isEqualTo("""
                The profile (here) is there already with another threads (1) than this measurement (2).
                Maybe choose another --id.
                """);
    }
}
