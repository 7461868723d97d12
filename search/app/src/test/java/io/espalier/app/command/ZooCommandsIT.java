package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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

    /** A dense layer from 2 to 3 neurons, as DL4J would write it. @param more layers behind it */
    private void writeDl4j(String more, int numbers) throws IOException {
        String layers =
                "{\"confs\": [{\"layer\": {\"@class\": \"org.deeplearning4j.nn.conf.layers.DenseLayer\", \"layerName\": \"dense\", \"nin\": 2, \"nout\": 3,"
                        + " \"activationFn\": {\"@class\": \"org.nd4j.linalg.activations.impl.ActivationIdentity\"}}}"
                        + more + "]}";
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(shell.file("net.zip")))) {
            zip.putNextEntry(new ZipEntry("configuration.json"));
            zip.write(layers.getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("coefficients.bin"));
            DataOutputStream out = new DataOutputStream(zip);
            long[] shape = {2, 1, numbers, 1, 1, 0, 1, 99};
            out.writeUTF("MIXED_DATA_TYPES");
            out.writeLong(shape.length);
            out.writeUTF("LONG");
            for (long size : shape) {
                out.writeLong(size);
            }
            out.writeUTF("MIXED_DATA_TYPES");
            out.writeLong(numbers);
            out.writeUTF("FLOAT");
            for (int i = 0; i < numbers; i++) {
                out.writeFloat(i);
            }
            out.flush();
        }
    }

    @Test
    void aFileOfDl4jIsReadAndBecomesOnnx() throws IOException {
        writeDl4j("", 9);
        assertThat(shell.run("zoo", "export", "net.zip", "--out", "net.onnx"))
                .as(shell.err())
                .isZero();

        JsonNode ofZip = json("inspect", "--model", "net.zip", "--json");
        assertThat(ofZip.at("/params").asLong()).isEqualTo(9);
        assertThat(json("inspect", "--model", "net.onnx", "--json")).isEqualTo(ofZip);
    }

    @Test
    void aLayerOfDl4jThatIsNotReadIsNamed() throws IOException {
        writeDl4j(
                ", {\"layer\": {\"@class\": \"org.deeplearning4j.nn.conf.layers.LSTM\", \"layerName\": \"LSTM\"}}", 9);

        assertThat(shell.run("inspect", "--model", "net.zip")).isEqualTo(2);
        assertThat(shell.err()).isEqualTo("""
                The DL4J file (%s): The layer (LSTM) is of type LSTM, which is not read.
                Maybe replace it in DL4J and save the network again.
                """.formatted(shell.file("net.zip")));
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
