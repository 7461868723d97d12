package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.json.ProfileFile;
import io.espalier.profile.kit.KitModel;
import io.espalier.profile.kit.KitPlan;
import io.espalier.profile.kit.KitPlanFile;
import io.espalier.zoo.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From kits to profiles, on devices that are made up: their results are computed, not measured. */
class KitCommandsTest {
    private static final double IDLE_US = 5;

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder);
        shell.model("tiny.onnx", 3);
    }

    private void succeeds(String... arguments) {
        assertThat(shell.run(arguments)).as(shell.err()).isZero();
    }

    private void rejects(String message, String... arguments) {
        assertThat(shell.run(arguments)).as(shell.err()).isEqualTo(2);
        assertThat(shell.err().strip()).isEqualTo(message.strip());
        assertThat(shell.out()).isEmpty();
    }

    /** Writes what a script would, on a device where a kernel takes so many µs. */
    private void measure(String kit, ToDoubleFunction<KernelKey> kernelUs) throws IOException {
        KitPlan plan = KitPlanFile.read(shell.file(kit));
        StringBuilder results =
                new StringBuilder("""
                # kit: 1
                # plan: %s
                # runtime: onnxruntime 1.30.0
                # provider: cpu
                # threads: 1
                # device: made up
                # architecture: none
                # cores: 4
                # system: none
                # started: 2026-02-03T04:05:06Z
                round,file,us,anchor_us
                """.formatted(Sha256.of(Files.readAllBytes(shell.file(kit + "/plan.json")))));
        for (int round = 0; round < plan.rounds(); round++) {
            for (KitModel model : plan.models()) {
                results.append(
                        String.format(Locale.ROOT, "%d,%s,%.4f,100%n", round, model.file(), us(model, kernelUs)));
            }
        }
        shell.text(kit + "/results.csv", results.toString().replace("\r", ""));
    }

    private static double us(KitModel model, ToDoubleFunction<KernelKey> kernelUs) {
        double us = IDLE_US;
        if (model.kernel().isPresent()) {
            us += model.copies() * kernelUs.applyAsDouble(model.kernel().get());
        }
        if (model.network().isPresent()) {
            us += model.network().get().counts().entrySet().stream()
                    .mapToDouble(kernel -> kernel.getValue() * kernelUs.applyAsDouble(kernel.getKey()))
                    .sum();
        }
        return us;
    }

    private static double pixels(KernelKey key) {
        return Math.max(1, key.size().product()) * key.outChannels();
    }

    private void makeProfile(String id, ToDoubleFunction<KernelKey> kernelUs) throws IOException {
        succeeds("profile", "plan", "--out", "kit-" + id, "--model", "tiny.onnx", "--precision", "fp32");
        measure("kit-" + id, kernelUs);
        succeeds("profile", "collect", "kit-" + id, "--id", id, "--out", id + ".json");
    }

    @Test
    void aKitBecomesAProfileThatPredicts() throws IOException {
        makeProfile("board", key -> 1 + pixels(key) / 100);
        HardwareProfile profile = ProfileFile.read(shell.file("board.json"));
        assertThat(profile.transferred()).isEmpty();
        assertThat(profile.kernels())
                .isNotEmpty()
                .allSatisfy(kernel -> assertThat(kernel.latency().p10Us())
                        .isBetween(1 + pixels(kernel.key()) / 100 - .01, 1 + pixels(kernel.key()) / 100 + .01));
        succeeds("predict", "--model", "tiny.onnx", "--profile", "board.json", "--json");
        JsonNode prediction = JsonMapper.shared().readTree(shell.out()).get(0);
        assertThat(prediction.get("confidence").asString()).isEqualTo("measured");
        double parentMs = profile.networks().get(0).latency().p10Us() / 1000;
        assertThat(prediction.get("value").asDouble()).isBetween(.95 * parentMs, 1.05 * parentMs);
    }

    @Test
    void tenNetworksMakeTheProfileOfANewDevice() throws IOException {
        makeProfile("board", key -> 1 + pixels(key) / 100);
        makeProfile("desk", key -> 3 + pixels(key) / 400);
        succeeds("profile", "transfer", "--from", "board.json", "desk.json", "--plan", "ten", "--model", "tiny.onnx");
        assertThat(KitPlanFile.read(shell.file("ten")).models().stream()
                        .filter(model -> model.network().isPresent()))
                .hasSize(10);
        measure("ten", key -> 2 * (1 + pixels(key) / 100));
        succeeds(
                "profile",
                "transfer",
                "--from",
                "board.json",
                "desk.json",
                "--measured",
                "ten",
                "--id",
                "phone",
                "--out",
                "phone.json");
        HardwareProfile made = ProfileFile.read(shell.file("phone.json"));
        assertThat(made.transferred().orElseThrow().from()).containsExactly("board", "desk");
        assertThat(made.device().processor()).isEqualTo("made up");
        succeeds("predict", "--model", "tiny.onnx", "--profile", "phone.json", "--json");
        JsonNode phone = JsonMapper.shared().readTree(shell.out()).get(0);
        succeeds("predict", "--model", "tiny.onnx", "--profile", "board.json", "--json");
        JsonNode board = JsonMapper.shared().readTree(shell.out()).get(0);
        assertThat(phone.get("confidence").asString()).isEqualTo("interpolated");
        assertThat(phone.get("value").asDouble() / board.get("value").asDouble())
                .isBetween(1.8, 2.2);
    }

    @Test
    void latenciesMayComeFromATable() throws IOException {
        makeProfile("board", key -> 1 + pixels(key) / 100);
        makeProfile("desk", key -> 3 + pixels(key) / 400);
        StringBuilder table = new StringBuilder("model,latency_ms\n");
        KitPlanFile.read(shell.file("kit-board")).models().stream()
                .filter(model -> model.network().isPresent())
                .forEach(model -> table.append("%s,%s\n"
                        .formatted(model.file(), us(model, key -> 2 * (1 + pixels(key) / 100)) / 1000)));
        shell.text("phone.csv", table.toString());
        succeeds(
                "profile",
                "transfer",
                "--from",
                "board.json",
                "desk.json",
                "--measured",
                "phone.csv",
                "--plan",
                "kit-board",
                "--id",
                "phone",
                "--out",
                "phone.json");
        HardwareProfile made = ProfileFile.read(shell.file("phone.json"));
        assertThat(made.networks()).hasSize(12);
        assertThat(made.runtime().name()).isEqualTo("unknown");
    }

    @Test
    void aTransferNeedsToKnowWhatToDo() throws IOException {
        makeProfile("board", key -> 1);
        rejects("""
                --plan is missing.
                Maybe --plan DIR --model FILE to write the networks to measure, or --measured DIR --id ID when they are.
                """, "profile", "transfer", "--from", "board.json", "board.json");
    }

    @Test
    void aTableWithoutItsFirstLine() throws IOException {
        makeProfile("board", key -> 1);
        shell.text("phone.csv", "tiny.onnx,1.5\n");
        rejects(
                """
                The first line of %s is not (model,latency_ms).
                Maybe add it; or give the folder of a kit that was measured.
                """.formatted(shell.file("phone.csv")),
                "profile",
                "transfer",
                "--from",
                "board.json",
                "board.json",
                "--measured",
                "phone.csv",
                "--id",
                "phone");
    }

    @Test
    void aLatencyThatIsNone() throws IOException {
        makeProfile("board", key -> 1);
        shell.text("phone.csv", "model,latency_ms\ntiny.onnx,fast\n");
        rejects(
                """
                Line 2 of %s (tiny.onnx,fast) is not a model and a latency in ms above 0.
                Maybe like this: (networks/small.onnx,1.25).
                """.formatted(shell.file("phone.csv")),
                "profile",
                "transfer",
                "--from",
                "board.json",
                "board.json",
                "--measured",
                "phone.csv",
                "--id",
                "phone");
    }

    @Test
    void aPrecisionThatCannotBeMeasured() {
        rejects("""
                The precision (w4a8) cannot be measured.
                Maybe one of [fp32, int8]?
                """, "profile", "plan", "--out", "kit", "--precision", "w4a8");
    }

    @Test
    void noThreadOrNoExampleAnInference() {
        for (String option : List.of("--threads", "--batch")) {
            String message = option + " (0) must be 1 or more.";
            rejects(message, "profile", "plan", "--out", "kit", option, "0");
            rejects(message, "profile", "measure", "--id", "here", option, "0");
        }
    }

    @Test
    void aModelThatIsQuantizedAlready() {
        shell.quantized("q.onnx");
        String message = """
                The model (q) is quantized already.
                Maybe give its floating-point form: it is quantized here where it is measured in int8.""";
        rejects(message, "profile", "plan", "--out", "kit", "--model", "q.onnx");
        rejects(message, "profile", "measure", "--id", "here", "--model", "q.onnx");
    }

    @Test
    void aProviderThatThisBuildLacks() throws IOException {
        makeProfile("board", key -> 1);
        rejects("""
                This build of ONNX Runtime has no provider (cuda).
                Maybe set ESPALIER_GPU=1, which builds with it (Maven: -Pgpu).
                """, "predict", "--model", "tiny.onnx", "--profile", "board.json", "--measure", "--provider", "cuda");
    }
}
