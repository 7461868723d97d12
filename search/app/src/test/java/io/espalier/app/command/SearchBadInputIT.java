package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a search refuses, before any work where it can. */
class SearchBadInputIT {

    private static final String FAILS_WHEN_CUT =
            "1.0 + 1 / (query.parent().map(parent -> io.espalier.zoo.graph.Parameters.of(parent.graph())"
                    + " > io.espalier.zoo.graph.Parameters.of(query.graph())).orElse(false) ? 0 : 1)";

    @TempDir
    static Path folder;

    private static Shell shell;

    @BeforeAll
    static void trainModelAndMeasureProfile() {
        shell = new Shell(folder);
        TrainedModel.writeTo(folder);
        shell.measureProfile("colours.onnx", "here.json");
    }

    private static int search(String out, String... more) {
        return search(8, out, more);
    }

    private static int search(int budget, String out, String... more) {
        return shell.run(arguments(budget, out, more));
    }

    private static String[] arguments(int budget, String out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "search",
                "--model",
                "colours.onnx",
                "--data",
                "folder:colours",
                "--profile",
                "here.json",
                "--decisions",
                "widths",
                "--budget",
                String.valueOf(budget),
                "--out",
                out));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static void assertRefused(String out) {
        assertThat(shell.out()).isEmpty();
        assertThat(shell.file(out).resolve("front.json")).doesNotExist();
        assertThat(shell.file(out).resolve("models")).doesNotExist();
    }

    @Test
    void anUnknownObjective() {
        assertThat(search("run-objective", "--objective", "speed")).isEqualTo(2);
        assertThat(shell.err()).startsWith("The metric (speed) is unknown").contains("latency", "size");
        assertRefused("run-objective");
    }

    @Test
    void aMalformedConstraint() {
        assertThat(search("run-malformed", "--constraint", "latency < 3")).isEqualTo(2);
        assertThat(shell.err()).isEqualTo("""
                A comparison is missing, at character 9 of the constraint "latency < 3".
                Maybe <= or >=.
                """);
        assertRefused("run-malformed");
    }

    @Test
    void aConstraintOfAWrongUnit() {
        assertThat(search("run-unit", "--constraint", "latency <= 3KB")).isEqualTo(2);
        assertThat(shell.err()).isEqualTo("""
                The unit (KB) does not belong to latency, at character 13 of the constraint "latency <= 3KB".
                Maybe us, ms, s or %.
                """);
        assertRefused("run-unit");
    }

    @Test
    void costsThatDoNotAdd() {
        assertThat(search("run-sum", "--objective", "latency + size")).isEqualTo(2);
        assertThat(shell.err()).isEqualTo("""
                (latency@here) is in ms and (size) in bytes, so they do not add, at character 11 of the objective "latency + size".
                Maybe as shares of the parent's, such as latency/parent + size/parent.
                """);
        assertRefused("run-sum");
    }

    @Test
    void twoProfilesOfOneId() {
        assertThat(search("run-ids", "--profile", "here.json")).isEqualTo(2);
        assertThat(shell.err()).isEqualTo("""
                Two of the profiles have the id (here).
                Maybe change "id" in the file of one.
                """);
        assertRefused("run-ids");
    }

    @Test
    void anUnknownEngine() {
        assertThat(search("run-engine", "--engine", "tensorflow")).isEqualTo(2);
        assertThat(shell.err()).isEqualTo("""
                --engine (tensorflow) must be nd4j, none, pytorch where it is built in, or 'command: …'.
                Maybe 'command: python tune.py {in} {out} {steps} {seed}'.
                """);
        assertRefused("run-engine");
    }

    @Test
    void anHourForNothing() {
        assertThat(search("run-free", "--price-per-hour", "0", "--objective", "price"))
                .isEqualTo(2);
        assertThat(shell.err()).isEqualTo("""
                The price of an hour (0.0) must be above 0.
                Maybe --price-per-hour 0.34, without a currency.
                """);
        assertRefused("run-free");
    }

    @Test
    void aConstraintThatNothingMeets() {
        assertThat(search("run-unsatisfiable", "--constraint", "size <= 10B")).isEqualTo(2);
        assertThat(shell.err()).contains("size <= 10");
        assertRefused("run-unsatisfiable");
    }

    @Test
    void aParentFarFromItsCard() throws IOException {
        Files.copy(shell.file("colours.onnx"), shell.file("wrong.onnx"));
        shell.text("wrong.json", """
                {"dataset": "folder", "input": {"name": "input", "mean": [20], "std": [0.01]}, "accuracy": {"test": 0.99}}
                """);
        assertThat(shell.run(
                        "search",
                        "--model",
                        "wrong.onnx",
                        "--data",
                        "folder:colours",
                        "--profile",
                        "here.json",
                        "--budget",
                        "8",
                        "--out",
                        "run-far"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("its card says 99.00 %", "Maybe");
        assertRefused("run-far");
    }

    @Test
    void aProfileThatCannotPriceTheModel() throws IOException {
        Files.writeString(
                shell.file("other.json"),
                Files.readString(shell.file("here.json")).replace("k3x3", "k7x7"));
        assertThat(shell.run(
                        "search",
                        "--model",
                        "colours.onnx",
                        "--data",
                        "folder:colours",
                        "--profile",
                        "other.json",
                        "--budget",
                        "8",
                        "--out",
                        "run-profile"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("cannot price", "k3x3", "Maybe");
        assertRefused("run-profile");
    }

    @Test
    void aFolderThatIsNotEmpty() {
        shell.text("run-full/thesis.txt", "ten years of work");
        assertThat(search("run-full")).isEqualTo(2);
        assertThat(shell.err())
                .endsWith("The folder (%s) is not empty.\nMaybe another --out.\n".formatted(shell.file("run-full")));
        assertThat(shell.file("run-full/thesis.txt")).hasContent("ten years of work");
        assertRefused("run-full");
    }

    @Test
    void resumeWhereThereIsNoRun() {
        assertThat(shell.run("search", "--resume", "--out", "nowhere")).isEqualTo(2);
        assertThat(shell.err()).isEqualTo("""
                There is no run to resume in (%s).
                Maybe leave --resume out to begin one.
                """.formatted(shell.file("nowhere")));
    }

    @Test
    void aFolderWithoutPlugins() throws IOException {
        Files.createDirectories(shell.file("none"));
        assertThat(search("run-none", "--plugins", "none")).isEqualTo(2);
        assertThat(shell.err()).startsWith("No jar in %s has a cost model".formatted(shell.file("none")));
        assertRefused("run-none");
    }

    private static void assertFailsOnTheParent(String out, String value) {
        Path plugins = Plugins.folder(folder, value);
        assertThat(search(out, "--plugins", plugins.toString(), "--objective", "accuracy", "--objective", "own-cost"))
                .as(shell.err())
                .isEqualTo(1);
        assertThat(shell.err()).contains("own-cost").doesNotContain("\tat ");
        assertRefused(out);
    }

    @Test
    void aPluginThatThrowsOnTheParent() {
        assertFailsOnTheParent("run-throws", "throw new IllegalStateException(\"no such table\")");
        assertThat(shell.err()).contains("no such table");
    }

    @Test
    void aPluginThatIsNoNumberOnTheParent() {
        assertFailsOnTheParent("run-nan", "Double.NaN");
    }

    @Test
    void aPluginThatIsNegativeOnTheParent() {
        assertFailsOnTheParent("run-negative", "-1");
    }

    @Test
    void aPluginThatFailsOnEveryCandidateEndsTheRunWhichCanGoOn() {
        Path plugins = Plugins.folder(folder, FAILS_WHEN_CUT);
        assertThat(search(
                        40,
                        "run-failing",
                        "--plugins",
                        plugins.toString(),
                        "--objective",
                        "accuracy",
                        "--objective",
                        "own-cost",
                        // Size knows no steps, so there are more than twenty candidates on any device.
                        "--objective",
                        "size"))
                .as(shell.err())
                .isEqualTo(1);
        assertThat(shell.err()).contains("own-cost", "20", "--resume").doesNotContain("\tat ");
        assertThat(shell.file("run-failing/trials.db")).exists();
        assertThat(shell.file("run-failing/front.json")).doesNotExist();
        assertThat(search("run-failing")).isEqualTo(2);
        assertThat(shell.err()).endsWith("Maybe --resume goes on with the run in it.\n");
        assertThat(shell.run("search", "--resume", "--out", "run-failing")).isEqualTo(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDiskThatFillsUp() throws IOException, InterruptedException {
        Process process = shell.start(List.of(), arguments(8, "run-disk"));
        // Only once it runs: what unpacks native libraries needs room, too.
        Path trials = shell.file("run-disk").resolve("trials.db-wal");
        while (process.isAlive() && !(Files.exists(trials) && Files.size(trials) > 0)) {
            Thread.sleep(5);
        }
        if (!process.isAlive()) {
            fail(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        Process limit = new ProcessBuilder("prlimit", "--pid", String.valueOf(process.pid()), "--fsize=1000").start();
        assumeTrue(limit.waitFor() == 0, "prlimit is not there");

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains("Maybe the disk is full");
        assertThat(shell.file("run-disk").resolve("front.json")).doesNotExist();
        assertThat(shell.run("search", "--resume", "--out", "run-disk"))
                .as(shell.err())
                .isZero();
        assertThat(shell.file("run-disk").resolve("front.json")).exists();
    }
}
