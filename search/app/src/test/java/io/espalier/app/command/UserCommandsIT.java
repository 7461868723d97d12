package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.onnx.OnnxWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Searches whose engine and evaluator are programs of the user's, which do their work, fail, hang or lie. The engine that
 * works is Espalier's own {@code finetune} in a process of its own.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of Unix")
class UserCommandsIT {
    private static final String JAVA = "'%s' -XX:-UsePerfData -cp '%s'"
            .formatted(Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path"));

    @TempDir
    static Path folder;

    private static Shell shell;

    @BeforeAll
    static void prepare() {
        shell = new Shell(folder);
        Path model = TrainedModel.writeTo(folder);
        MadeUpProfiles.write(shell, model, "made-up", key -> 1);
        OnnxWriter.write(
                new ResNet("other", 3, 8, 8, List.of(new ResNet.Stage(4, 1)), 3).initialized(1),
                folder.resolve("other.onnx"));
    }

    private static int search(String out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "search",
                "--model",
                "colours.onnx",
                "--data",
                "folder:colours",
                "--profile",
                "made-up.json",
                "--decisions",
                "widths",
                "--out",
                out));
        arguments.addAll(List.of(more));
        return shell.run(arguments.toArray(String[]::new));
    }

    private static JsonNode json(String out, String file) {
        return JsonMapper.shared().readTree(folder.resolve(out).resolve(file).toFile());
    }

    /** Failures of the trials of a rung, by the store. */
    private static List<String> failures(String out, String rung) {
        List<String> failures = new ArrayList<>();
        try (Connection store = DriverManager.getConnection(
                        "jdbc:sqlite:" + folder.resolve(out).resolve("trials.db"));
                ResultSet rows = store.createStatement()
                        .executeQuery("select failure from trial where state = 'FAILED' and rung = '" + rung + "'")) {
            while (rows.next()) {
                failures.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return failures;
    }

    @Test
    void aSearchByCommandsAloneEndsWithATrainedFrontAndGoesOnByThem() {
        String engine = "command: " + JAVA
                + " io.espalier.app.command.Main finetune --model {in} --data folder:colours --mean .5 --std .25"
                + " --batch-size 32 --steps {steps} --seed {seed} --threads {threads} --out {out}";
        String evaluator = "command: " + JAVA + " io.espalier.app.command.StubEvaluator {model} {split} colours";

        int status = search("run-commands", "--budget", "5", "--engine", engine, "--evaluator", evaluator);

        assertThat(status).as(shell.err()).isZero();
        JsonNode run = json("run-commands", "run.json");
        assertThat(run.path("versions").path("command").asString()).contains("Main finetune --model {in}");
        assertThat(run.path("metric").path("description").asString())
                .startsWith("evaluator ")
                .contains("StubEvaluator");
        JsonNode front = json("run-commands", "front.json");
        assertThat(front.path("points").size()).as(shell.err()).isPositive();
        assertThat(failures("run-commands", "TUNED")).isEmpty();
        assertThat(shell.err()).contains("tuned 1 of 2: ");
        double parent =
                front.path("parent").path("accuracy").path("val").path("value").asDouble();
        assertThat(parent).isGreaterThan(.8);
        assertThat(front.path("points")
                        .path(0)
                        .path("accuracy")
                        .path("val")
                        .path("value")
                        .asDouble())
                .isGreaterThan(parent - .2);

        assertThat(shell.run("search", "--resume", "--out", "run-commands"))
                .as(shell.err())
                .isZero();
        assertThat(json("run-commands", "front.json").path("points")).isEqualTo(front.path("points"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "killed|sh -c 'echo begun; kill -9 $$'|ended with status 137. It wrote: begun",
                "hanging|sh -c 'echo begun; sleep 600'|did not end within 1 s. It wrote: begun",
                "rubbish|sh -c 'echo rubbish > $1'|wrote a file that is no ONNX model",
                "other|sh -c 'cp other.onnx $1'|wrote a network of another structure",
                "nothing|true|ended well, but wrote no file {out}.",
                "missing|no-such-program|cannot be started",
            })
    void whatAnEngineDoesWrongIsAFailedTrialAndTheCutCountsUntrained(String name, String engine, String message) {
        String out = "run-engine-" + name;
        int status =
                search(out, "--budget", "6", "--engine", "command: " + engine + " {in} {out}", "--engine-limit", "1s");

        assertThat(status).as(shell.err()).isZero();
        assertThat(failures(out, "TUNED"))
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure)
                        .startsWith("CommandFailedException: ")
                        .contains(message));
        assertThat(shell.err()).contains("failed: CommandFailedException");
        assertThat(json(out, "front.json").path("points").size()).isPositive();
    }

    /** The first four looks at candidates go wrong in four ways; the rest are answered. */
    @Test
    void whatAnEvaluatorDoesWrongIsAFailedTrial() throws Exception {
        Path script = folder.resolve("eval.sh");
        Files.writeString(script, """
                case $2 in subset) ;; *) exec %1$s io.espalier.app.command.StubEvaluator $1 $2 colours ;; esac
                n=1
                while ! mkdir calls-$n 2>/dev/null; do n=$((n+1)); done
                case $n in
                  1) echo loading; kill -9 $$ ;;
                  2) echo waiting; sleep 600 ;;
                  3) echo accuracy is fine ;;
                  4) echo '{"accuracy": 91.3, "se": 0.1}' ;;
                  *) exec %1$s io.espalier.app.command.StubEvaluator $1 $2 colours ;;
                esac
                """.formatted(JAVA));

        int status = search(
                "run-evaluator",
                "--budget",
                "7",
                "--engine",
                "none",
                "--evaluator",
                "command: sh eval.sh {model} {split}",
                "--evaluator-limit",
                "60s");

        assertThat(status).as(shell.err()).isZero();
        List<String> failures = failures("run-evaluator", "UNTRAINED");
        assertThat(failures).hasSize(4);
        assertThat(String.join("\n", failures))
                .contains(
                        "ended with status 137. It wrote: loading",
                        "did not end within 60 s. It wrote: waiting",
                        "printed no JSON object. It wrote: accuracy is fine",
                        "told an accuracy of 91.3 ± 0.1, which is not 0 to 1");
        assertThat(json("run-evaluator", "front.json").path("points").size()).isPositive();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fails|sh -c 'echo no GPU >&2; exit 3'|ended with status 3. It wrote: no GPU",
                "lies|echo {\"accuracy\": NaN, \"se\": 0}|printed what is no JSON",
                "forgets|echo {\"score\": 1}|printed",
            })
    void anEvaluatorThatCannotJudgeTheModelItselfEndsTheSearchBeforeItBegins(
            String name, String evaluator, String message) {
        String out = "run-parent-" + name;
        int status = search(out, "--budget", "4", "--evaluator", "command: " + evaluator + " {model}");

        assertThat(status).isEqualTo(1);
        assertThat(shell.err()).contains("The command (", message);
        assertThat(folder.resolve(out)).doesNotExist();
    }

    @Test
    void anEvaluatorThatLiesAboutEveryCandidateEndsTheSearch() throws Exception {
        Files.writeString(folder.resolve("liar.sh"), """
                case $2 in subset) echo '{"accuracy": 2, "se": 0}' ;; *) echo '{"accuracy": 0.9, "se": 0.01}' ;; esac
                """);

        int status = search(
                "run-liar", "--budget", "30", "--engine", "none", "--evaluator", "command: sh liar.sh {model} {split}");

        assertThat(status).isEqualTo(1);
        assertThat(shell.err()).contains("20", "told an accuracy of 2.0 ± 0.0");
        assertThat(folder.resolve("run-liar/front.json")).doesNotExist();
    }
}
