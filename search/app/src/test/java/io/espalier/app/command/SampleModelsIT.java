package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands on real, trained networks, where the sample files are there. */
class SampleModelsIT {

    @TempDir
    static Path folder;

    private static Path shared = Path.of("");
    private static Shell shell;

    @BeforeAll
    static void findSamplesAndMeasureAProfile() {
        Optional<Path> found = samples();
        assumeTrue(found.isPresent(), "the sample models are not there");
        shared = found.orElseThrow();
        shell = new Shell(folder);
        assertThat(shell.run(
                        "profile",
                        "measure",
                        "--id",
                        "here",
                        "--model",
                        model("resnet20"),
                        model("resnet20h"),
                        "--time-limit",
                        "30s"))
                .as(shell.err())
                .isZero();
    }

    private static Optional<Path> samples() {
        String named = System.getenv("ESPALIER_SHARED");
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isDirectory);
        }
        Path at = Path.of("").toAbsolutePath();
        while (at != null) {
            if (Files.isDirectory(at.resolveSibling("shared").resolve("models"))) {
                return Optional.of(at.resolveSibling("shared"));
            }
            at = at.getParent();
        }
        return Optional.empty();
    }

    private static String model(String name) {
        return shared.resolve("models").resolve(name + "-cifar10.onnx").toString();
    }

    private static JsonNode json(String... arguments) {
        assertThat(shell.run(arguments)).as(shell.err()).isZero();
        return JsonMapper.shared().readTree(shell.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20", "resnet20h", "resnet32", "resnet44", "resnet56"})
    void areInspected(String name) {
        JsonNode inspected = json("inspect", "--model", model(name), "--profile", "here", "--json");
        JsonNode card = JsonMapper.shared().readTree(Path.of(model(name).replace(".onnx", ".json")));
        assertThat(inspected.at("/macs").asLong()).isEqualTo(card.at("/macs").asLong());
        assertThat(inspected.at("/opset").asInt()).isEqualTo(card.at("/opset").asInt());
        int blocks = Integer.parseInt(name.replaceAll("\\D", "")) / 6 * 3;
        assertThat(inspected.at("/blocks")).hasSize(blocks);
        assertThat(inspected
                        .at("/groups")
                        .valueStream()
                        .filter(group -> group.at("/prunable").asBoolean()))
                .hasSizeGreaterThanOrEqualTo(blocks);
        for (JsonNode group : inspected.at("/groups")) {
            assertThat(group.at("/prunable").asBoolean())
                    .isEqualTo(group.at("/reason").asString().isEmpty());
        }
        assertThat(inspected.at("/warnings")).isEmpty();
        assertThat(inspected.at("/kernels")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20", "resnet20h", "resnet32", "resnet44", "resnet56"})
    void areCutAtRandomAndVerified(String name) {
        JsonNode cut = json(
                "prune", "--model", model(name), "--out", name + ".onnx", "--random", "0", "--verify", "20", "--json");
        assertThat(cut.at("/verified")).hasSize(20);
        for (JsonNode check : cut.at("/verified")) {
            assertThat(check.at("/difference").asDouble())
                    .isLessThan(check.at("/tolerance").asDouble());
        }
        assertThat(cut.at("/macs/after").asLong())
                .isLessThan(cut.at("/macs/before").asLong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20", "resnet20h", "resnet32", "resnet44", "resnet56"})
    void areEvaluated(String name) {
        String data = "cifar10:" + shared.resolve("data/cifar10");
        JsonNode result = json("evaluate", "--model", model(name), "--data", data, "--split", "test[:1000]", "--json");
        assertThat(result.at("/accuracy/value").asDouble()).isBetween(0.88, 0.97);
        assertThat(result.at("/latency/p10").asDouble()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20", "resnet20h", "resnet32", "resnet44", "resnet56"})
    void arePredicted(String name) {
        JsonNode predicted = json("predict", "--model", model(name), "--profile", "here", "--measure", "--json")
                .at("/0");
        assertThat(predicted.at("/confidence").asString()).isIn("measured", "interpolated");
        assertThat(predicted.at("/value").asDouble())
                .isBetween(
                        predicted.at("/low").asDouble(), predicted.at("/high").asDouble());
        assertThat(predicted.at("/measured/p10").asDouble()).isPositive();
    }
}
