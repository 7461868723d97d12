package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user can give wrongly: exit status 2, what is wrong with its values, and how to go on. */
class BadInputTest {

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder);
    }

    private void rejects(String message, String... arguments) {
        assertThat(shell.run(arguments)).as(shell.err()).isEqualTo(2);
        assertThat(shell.err().strip()).isEqualTo(message.strip());
        assertThat(shell.out()).isEmpty();
    }

    private static void assertTwoLines(String err) {
        assertThat(err.strip().lines().count()).as(err).isLessThanOrEqualTo(2);
        assertThat(err).contains("Maybe").doesNotContain("\tat ");
    }

    @Test
    void aModelThatIsNotThere() {
        rejects("""
                The model file (%s): There is no such file.
                Maybe the name is misspelt, or relative to another folder.""".formatted(shell.file("no.onnx")), "inspect", "--model", "no.onnx");
    }

    @Test
    void notAnOnnxFile() {
        shell.text("story.onnx", "Once upon a time there was a network.\n".repeat(20));
        assertThat(shell.run("inspect", "--model", "story.onnx")).isEqualTo(2);
        assertThat(shell.err())
                .startsWith("The model file (%s): The 760 bytes are no ONNX model".formatted(shell.file("story.onnx")));
        assertTwoLines(shell.err());
    }

    @Test
    void aTruncatedModel() throws IOException {
        byte[] whole = Files.readAllBytes(shell.model("whole.onnx", 3));
        Files.write(shell.file("half.onnx"), Arrays.copyOf(whole, whole.length / 2));
        assertThat(shell.run("prune", "--model", "half.onnx", "--out", "out.onnx", "--ratio", "0.5"))
                .isEqualTo(2);
        assertThat(shell.err())
                .startsWith("The model file (%s): The %d bytes are no ONNX model, or not all of one"
                        .formatted(shell.file("half.onnx"), whole.length / 2));
        assertTwoLines(shell.err());
        assertThat(shell.file("out.onnx")).doesNotExist();
    }

    @Test
    void anUnsupportedOpset() {
        OnnxFiles.withOpset(shell.file("old.onnx"), 9);
        assertThat(shell.run("inspect", "--model", "old.onnx")).isEqualTo(2);
        assertThat(shell.err()).contains(shell.file("old.onnx").toString(), "9", "11", "23");
        assertTwoLines(shell.err());
    }

    @Test
    void externalDataOutsideOfTheFolder() {
        shell.text("secret.data", "0123456789abcdef".repeat(100));
        OnnxFiles.withExternalData(shell.file("models/thief.onnx"), "../secret.data");
        assertThat(shell.run("inspect", "--model", "models/thief.onnx")).isEqualTo(2);
        assertThat(shell.err()).contains("../secret.data");
        assertTwoLines(shell.err());
    }

    @Test
    void aMissingDataFolder() {
        shell.model("tiny.onnx", 3);
        assertThat(shell.run("evaluate", "--model", "tiny.onnx", "--data", "cifar10:nowhere"))
                .isEqualTo(2);
        assertThat(shell.err()).contains(shell.file("nowhere").toString());
        assertTwoLines(shell.err());
    }

    @Test
    void dataOfAnUnknownKind() {
        shell.model("tiny.onnx", 3);
        rejects("""
                The data (imagenet) is none of shapes, cifar10, cifar100, fashion-mnist, folder, arrays.
                Maybe folder:DIR, with train/ and test/ and in each a sub-folder for every class.""", "evaluate", "--model", "tiny.onnx", "--data", "imagenet");
    }

    @Test
    void recordsOfTheWrongLength() throws IOException {
        shell.model("tiny.onnx", 10);
        Files.createDirectories(shell.file("cifar"));
        for (String file : new String[] {
            "data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"
        }) {
            Files.write(shell.file("cifar/" + file + ".bin"), new byte[3073 * 2 + 5]);
        }
        assertThat(shell.run("evaluate", "--model", "tiny.onnx", "--data", "cifar10:cifar", "--split", "test"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("test_batch.bin", "6151", "3073");
        assertTwoLines(shell.err());
    }

    @Test
    void meanWithoutStd() {
        shell.model("tiny.onnx", 3);
        rejects("""
                --mean and --std belong together.
                Maybe --mean 0 --std 1 for pixels of 0 to 1.""", "evaluate", "--model", "tiny.onnx", "--data", "shapes", "--mean", "0.5");
    }

    @Test
    void noNormalization() throws IOException {
        shell.model("tiny.onnx", 3);
        Files.delete(shell.file("tiny.json"));
        rejects("""
                The model (tiny) has no card beside it that says how pixels are normalized.
                Maybe --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225, as it was trained; --mean 0 --std 1 for pixels of 0 to 1.""", "evaluate", "--model", "tiny.onnx", "--data", "shapes");
    }

    @Test
    void aMalformedSlice() {
        shell.model("tiny.onnx", 3);
        rejects("""
                The slice (test[0..2]) is not train or test with a Python-like slice.
                Maybe train[9::10], test[0::2] or train[:5000].""", "evaluate", "--model", "tiny.onnx", "--data", "shapes", "--split", "test[0..2]");
    }

    @Test
    void anUnknownProfile() {
        shell.model("tiny.onnx", 3);
        assertThat(shell.run("predict", "--model", "tiny.onnx", "--profile", "phone"))
                .isEqualTo(2);
        assertThat(shell.err()).startsWith("There is no profile (phone)");
        assertTwoLines(shell.err());
    }

    @Test
    void aMalformedProfile() {
        shell.model("tiny.onnx", 3);
        shell.text("broken.json", "{\"schema\": 1, \"kernels\": [");
        assertThat(shell.run("predict", "--model", "tiny.onnx", "--profile", "broken.json"))
                .isEqualTo(2);
        assertThat(shell.err()).contains(shell.file("broken.json").toString());
        assertTwoLines(shell.err());
    }

    @Test
    void aMalformedPlan() {
        shell.model("tiny.onnx", 3);
        shell.text("plan.json", "{\"model\": 3, \"tensors\": []}");
        assertThat(shell.run("prune", "--model", "tiny.onnx", "--out", "out.onnx", "--plan", "plan.json"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("plan.json");
        assertTwoLines(shell.err());
        assertThat(shell.file("out.onnx")).doesNotExist();
    }

    @Test
    void aPlanOfAnotherModel() {
        shell.model("tiny.onnx", 3);
        shell.model("other.onnx", 4);
        assertThat(shell.run(
                        "prune",
                        "--model",
                        "tiny.onnx",
                        "--out",
                        "out.onnx",
                        "--ratio",
                        "0.5",
                        "--plan-out",
                        "plan.json"))
                .isZero();
        assertThat(shell.run("prune", "--model", "other.onnx", "--out", "out2.onnx", "--plan", "plan.json"))
                .isEqualTo(2);
        assertThat(shell.err()).startsWith("The pruning plan was made for the model with SHA-256 (");
        assertTwoLines(shell.err());
    }

    @Test
    void anUnknownImportance() {
        shell.model("tiny.onnx", 3);
        assertThat(shell.run(
                        "prune",
                        "--model",
                        "tiny.onnx",
                        "--out",
                        "out.onnx",
                        "--ratio",
                        "0.5",
                        "--importance",
                        "magic"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("magic", "l1", "bn-scale");
        assertTwoLines(shell.err());
    }

    @Test
    void aRatioBeyondOne() {
        shell.model("tiny.onnx", 3);
        assertThat(shell.run("prune", "--model", "tiny.onnx", "--out", "out.onnx", "--ratio", "1.5"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("1.5");
    }

    @Test
    void aMalformedTime() {
        shell.model("tiny.onnx", 3);
        rejects("""
                --time-limit (5 weeks) is not a time.
                Maybe --time-limit 90s, --time-limit 30m or --time-limit 2h.""", "profile", "measure", "--id", "x", "--model", "tiny.onnx", "--time-limit", "5 weeks");
    }

    @Test
    void aMalformedProfileId() {
        rejects("""
                The profile id (My Laptop!) must be 1 to 100 small letters, digits, '.', '_' and '-', first a letter or digit.
                Maybe (my-laptop) would do.""", "profile", "measure", "--id", "My Laptop!");
    }

    @Test
    void aMissingOption() {
        rejects("""
                Missing required option: '--model=FILE|zoo:NAME'
                Maybe `espalier inspect --help` shows what is meant.""", "inspect");
    }

    @Test
    void aMissingSubcommand() {
        rejects("""
                Which: profile measure, import, plan, collect, transfer, list or show?
                Maybe `espalier profile --help` shows what is meant.""", "profile");
    }

    @Test
    void aStackTraceOnRequestOnly() {
        assertThat(shell.run("inspect", "--model", "no.onnx", "--verbose")).isEqualTo(2);
        assertThat(shell.err()).contains("\tat io.espalier.");
    }
}
