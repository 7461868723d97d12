package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The built-in networks by name and as files. */
class ZooCommandsIT {

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder);
    }

    private JsonNode json(String... arguments) {
        assertThat(shell.run(arguments)).as(shell.err()).isZero();
        return JsonMapper.shared().readTree(shell.out());
    }

    @Test
    void theBuiltInModelPassesNinetyFivePercent() {
        JsonNode listed = json("zoo", "list", "--json").at("/0");
        assertThat(listed.at("/name").asString()).isEqualTo("resnet8-shapes");
        JsonNode result = json("evaluate", "--model", "zoo:resnet8-shapes", "--split", "test[:2000]", "--json");
        assertThat(result.at("/dataset").asString()).isEqualTo("shapes");
        assertThat(result.at("/accuracy/value").asDouble()).isGreaterThan(0.95);
    }

    @Test
    void anExportedModelIsTheBuiltInOne() {
        assertThat(shell.run("zoo", "export", "resnet8-shapes", "--out", "mine.onnx"))
                .isZero();
        assertThat(shell.file("mine.onnx")).isNotEmptyFile();
        assertThat(shell.file("mine.onnx").toFile().length()).isLessThan(1_000_000);
        assertThat(json("inspect", "--model", "mine.onnx", "--json"))
                .isEqualTo(json("inspect", "--model", "zoo:resnet8-shapes", "--json"));
        assertThat(json("evaluate", "--model", "mine.onnx", "--split", "test[:100]", "--json")
                        .at("/accuracy"))
                .isEqualTo(json("evaluate", "--model", "zoo:resnet8-shapes", "--split", "test[:100]", "--json")
                        .at("/accuracy"));
    }

    @Test
    void trainingWritesModelAndCard() {
        JsonNode card = json(
                "zoo", "train", "resnet8-shapes", "--data", "shapes", "--out", "new.onnx", "--steps", "3", "--json");
        assertThat(card.at("/heldOut").asString()).isEqualTo("train[9::10]");
        assertThat(JsonMapper.shared().readTree(shell.file("new.json"))).isEqualTo(card);
        assertThat(json("evaluate", "--model", "new.onnx", "--data", "shapes", "--split", "test", "--json")
                        .at("/accuracy/value")
                        .asDouble())
                .isEqualTo(card.at("/accuracy/test").asDouble());
    }

    @Test
    void anUnknownNetwork() {
        assertThat(shell.run("evaluate", "--model", "zoo:alexnet")).isEqualTo(2);
        assertThat(shell.err()).isEqualTo("""
                There is no built-in network (alexnet).
                Maybe one of these: resnet8-shapes.
                """);
    }
}
