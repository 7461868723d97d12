package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import guide.LibraryUse;
import io.espalier.search.SearchResult;
import io.espalier.zoo.graph.Parameters;
import io.espalier.zoo.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the examples of docs/guide.md. */
class GuideIT {

    @TempDir
    static Path folder;

    private static Shell shell;

    @BeforeAll
    static void trainModel() {
        shell = new Shell(folder);
        TrainedModel.writeTo(folder);
    }

    @Test
    void halvesAModel() {
        LibraryUse.halve(shell.file("colours.onnx"), shell.file("half.onnx"));
        long before = Parameters.of(OnnxReader.read(shell.file("colours.onnx")).graph());
        long after = Parameters.of(OnnxReader.read(shell.file("half.onnx")).graph());
        assertThat(after).isBetween(before / 5, before / 2);
    }

    @Test
    void searchesFromJava() {
        shell.measureProfile("colours.onnx", "here.json");
        SearchResult result = LibraryUse.search(
                shell.file("colours.onnx"),
                "folder:" + shell.file("colours"),
                shell.file("here.json"),
                shell.file("run-java"));
        assertThat(result.scored()).isPositive();
        assertThat(result.front().parent().validation().value()).isGreaterThan(0.8);
        assertThat(shell.file("run-java/front.json")).exists();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anOwnCostSteersASearch() throws IOException, InterruptedException {
        GuidePlugin.pack(shell);
        assertThat(shell.run(
                        "search",
                        "--model",
                        "colours.onnx",
                        "--data",
                        "folder:colours",
                        "--plugins",
                        "plugins",
                        "--objective",
                        "accuracy",
                        "--objective",
                        "activation-traffic",
                        "--constraint",
                        "activation-traffic <= 90%",
                        "--decisions",
                        "widths",
                        "--budget",
                        "12",
                        "--out",
                        "run-plugin"))
                .as(shell.err())
                .isZero();
        JsonNode front = JsonMapper.shared().readTree(Files.readString(shell.file("run-plugin/front.json")));
        double ofParent = traffic(front.at("/parent"));
        assertThat(front.at("/points")).isNotEmpty();
        for (JsonNode point : front.at("/points")) {
            assertThat(traffic(point)).isPositive().isLessThanOrEqualTo(0.9 * ofParent);
        }
    }

    private static double traffic(JsonNode point) {
        return point.at("/costs/activation-traffic/predicted/value").asDouble();
    }
}
