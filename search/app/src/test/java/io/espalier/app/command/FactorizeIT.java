package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.weights.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FactorizeIT {
    @TempDir
    private Path folder;

    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder);
    }

    private JsonNode factorize(String... arguments) {
        assertThat(shell.run(arguments)).as(shell.err()).isZero();
        return JsonMapper.shared().readTree(shell.out());
    }

    @ParameterizedTest
    @CsvSource({"best", "channel", "spatial"})
    void theMacsOfTheFileAreThoseAskedFor(String form) {
        JsonNode report = factorize(
                "factorize",
                "--model",
                "zoo:resnet8-shapes",
                "--out",
                "low.onnx",
                "--macs",
                "70%",
                "--form",
                form,
                "--json");

        Model written = OnnxReader.read(folder.resolve("low.onnx"));
        long macs = Macs.of(written.graph(), ShapeInference.infer(written.graph()));
        assertThat(report.at("/macs/after").asLong()).isEqualTo(macs);
        assertThat(macs)
                .isLessThanOrEqualTo((long) (.7 * report.at("/macs/before").asLong()));
        assertThat(report.at("/layers").size()).isPositive();
        assertThat(report.at("/latency").isNull()).isTrue();
    }

    @Test
    void aFactorizedModelIsEvaluatedWithTheCardOfItsOrigin() {
        factorize("factorize", "--model", "zoo:resnet8-shapes", "--out", "low.onnx", "--energy", "99.9%", "--json");

        assertThat(ModelCard.read(folder.resolve("low.json")).source())
                .isEqualTo("espalier factorize --model zoo:resnet8-shapes");
        JsonNode evaluated = factorize("evaluate", "--model", "low.onnx", "--split", "test[:500]", "--json");
        assertThat(evaluated.at("/accuracy/value").asDouble()).isGreaterThan(.9);
    }

    @Test
    void whatIsMeasuredIsSaid() {
        assertThat(shell.run(
                        "factorize",
                        "--model",
                        "zoo:resnet8-shapes",
                        "--out",
                        "low.onnx",
                        "--rank",
                        "25%",
                        "--measure"))
                .as(shell.err())
                .isZero();

        assertThat(shell.out())
                .contains("MACs ", "energy kept")
                .containsPattern("latency here, one thread, batch 1: [\\d.]+ ms -> [\\d.]+ ms \\([\\d.]+ %\\)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--macs|1%|Rank 1 in all layers leaves",
                "--macs|much|--macs (much) must be a share from 0% to 100%.",
                "--energy|0%|The share of the energy (0.0) must be over 0, up to 1.",
                "--form|odd|--form (odd) must be channel, spatial or best.",
            })
    void whatCannotBeIsSaidAndNothingIsWritten(String option, String value, String message) {
        int status = option.equals("--form")
                ? shell.run(
                        "factorize",
                        "--model",
                        "zoo:resnet8-shapes",
                        "--out",
                        "low.onnx",
                        "--rank",
                        "50%",
                        option,
                        value)
                : shell.run("factorize", "--model", "zoo:resnet8-shapes", "--out", "low.onnx", option, value);

        assertThat(status).isEqualTo(2);
        assertThat(shell.err()).contains(message);
        assertThat(Files.exists(folder.resolve("low.onnx"))).isFalse();
    }
}
