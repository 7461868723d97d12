package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.onnx.OnnxReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only the runtime, or the operating system, finds wrong. */
class BadInputIT {

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder);
    }

    @Test
    void anotherNumberOfClasses() {
        shell.model("tiny.onnx", 4);
        shell.images("pictures", 3, 4, 8);
        assertThat(shell.run("evaluate", "--model", "tiny.onnx", "--data", "folder:pictures", "--split", "test"))
                .isEqualTo(2);
        assertThat(shell.err()).isEqualTo("""
                The model's output logits has 4 classes, but the data has 3.
                Maybe the data belongs to another model.
                """);
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void imagesOfAnotherSize() {
        shell.model("tiny.onnx", 3);
        shell.images("pictures", 3, 4, 12);
        assertThat(shell.run("evaluate", "--model", "tiny.onnx", "--data", "folder:pictures", "--split", "test"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("is 12×12 (height × width), but 8×8 is wanted.", "Maybe --resize");
        assertThat(shell.err().lines()).hasSize(2);
        assertThat(shell.run(
                        "evaluate",
                        "--model",
                        "tiny.onnx",
                        "--data",
                        "folder:pictures",
                        "--split",
                        "test",
                        "--resize",
                        "9,8"))
                .as(shell.err())
                .isZero();
    }

    @Test
    void aProfileThatCannotPriceTheModel() throws IOException {
        shell.model("tiny.onnx", 3);
        assertThat(shell.run("profile", "measure", "--id", "here", "--model", "tiny.onnx", "--time-limit", "5s"))
                .as(shell.err())
                .isZero();
        Path profile = shell.file("home/profiles/here.json");
        Files.writeString(profile, Files.readString(profile).replace("k3x3", "k7x7"));
        assertThat(shell.run("predict", "--model", "tiny.onnx", "--profile", "here"))
                .as(shell.err())
                .isEqualTo(2);
        assertThat(shell.err())
                .startsWith("The model (tiny.onnx): The profile (here) cannot price this model")
                .contains("k3x3", "Maybe");
        assertThat(shell.out()).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFullDisk() throws IOException, InterruptedException {
        shell.model("tiny.onnx", 3);
        byte[] before = Files.readAllBytes(shell.model("out.onnx", 5));
        List<String> limited = List.of("bash", "-c", "ulimit -f 4; exec \"$@\"", "limited");
        Process process = shell.start(limited, "prune", "--model", "tiny.onnx", "--out", "out.onnx", "--ratio", "0.1");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(1);
        assertThat(said)
                .startsWith("The file (%s) could not be written: ".formatted(shell.file("out.onnx")))
                .contains("Maybe the disk is full or the folder is read-only.");
        assertThat(shell.file("out.onnx")).hasBinaryContent(before);
        assertThat(OnnxReader.read(shell.file("out.onnx"))).isNotNull();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }
}
