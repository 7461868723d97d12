package io.espalier.profile.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs the scripts of a kit as a device would. Each is skipped where its runtime is not installed: {@code
 * onnxruntime-node} in the folder {@code ESPALIER_NODE} or for the whole machine, {@code onnxruntime} for Python (as
 * {@code PYTHONPATH} has it).
 */
class KitScriptsIT {
    @TempDir
    private Path folder;

    /** A program that runs a script, and how to see whether it can. */
    enum Script {
        NODE("measure.mjs", "node", "-e", "require('onnxruntime-node')"),
        PYTHON("measure.py", "python3", "-c", "import onnxruntime");

        private final String file;
        private final String program;
        private final String[] probe;

        Script(String file, String program, String... probe) {
            this.file = file;
            this.program = program;
            this.probe = probe;
        }

        /** Where packages of Node lie. */
        private static Path place() {
            return Path.of(System.getenv().getOrDefault("ESPALIER_NODE", "."));
        }

        private boolean isThere() throws InterruptedException {
            try {
                List<String> command = new ArrayList<>(List.of(program));
                command.addAll(List.of(probe));
                return process(command).start().waitFor() == 0;
            } catch (IOException e) {
                return false;
            }
        }

        private ProcessBuilder start(Path kit, String... options) {
            List<String> command =
                    new ArrayList<>(List.of(program, kit.resolve(file).toString()));
            command.addAll(List.of(options));
            return process(command);
        }

        private static ProcessBuilder process(List<String> command) {
            return new ProcessBuilder(command).directory(place().toFile()).redirectErrorStream(true);
        }
    }

    /** What a process said, and its exit status. */
    private record Said(int status, String text) {
        static Said by(ProcessBuilder process) throws IOException, InterruptedException {
            Process started = process.start();
            String text = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(started.waitFor(), text);
        }
    }

    private static void assumeInstalled(Script script) throws InterruptedException {
        assumeTrue(script.isThere(), script.program + " cannot load ONNX Runtime, so " + script.file + " is not run");
    }

    @ParameterizedTest
    @EnumSource(Script.class)
    void measuresAKitThatBecomesAProfile(Script script) throws IOException, InterruptedException {
        assumeInstalled(script);
        Path kit = folder.resolve("kit");
        KitPlan plan = Kits.write(kit);
        Said said = Said.by(script.start(kit, "--threads", "1"));
        assertThat(said.status()).as(said.text()).isZero();
        HardwareProfile profile = KitProfile.collect(kit, ProfileId.of("here"), false);
        assertThat(profile.kernels()).hasSize((int) plan.models().stream()
                .filter(model -> model.kernel().isPresent())
                .count());
        assertThat(profile.runtime().name()).isEqualTo("onnxruntime");
        assertThat(profile.runtime().version()).matches("\\d+\\.\\d+.*");
        assertThat(profile.runtime().provider()).isEqualTo("cpu");
        assertThat(profile.networks())
                .allSatisfy(network -> assertThat(network.latency().p10Us()).isPositive());
    }

    @ParameterizedTest
    @EnumSource(Script.class)
    void goesOnWhereItWasKilled(Script script) throws IOException, InterruptedException {
        assumeInstalled(script);
        Path kit = folder.resolve("kit");
        Kits.write(kit);
        Path results = kit.resolve("results.csv");
        Process killed = script.start(kit).start();
        while (killed.isAlive() && (!Files.exists(results) || Files.size(results) < 1500)) {
            Thread.sleep(5);
        }
        killed.destroyForcibly().waitFor();
        String before = Files.readString(results);
        // As if the kill had hit in the middle of a line.
        Files.writeString(results, before + "3,kernels/00");
        Said said = Said.by(script.start(kit));
        assertThat(said.status()).as(said.text()).isZero();
        assertThat(Files.readString(results)).startsWith(before).doesNotContain("3,kernels/003,");
        assertThat(Files.readAllLines(results).stream()
                        .filter(line -> line.startsWith("0,"))
                        .map(line -> line.split(",")[1]))
                .doesNotHaveDuplicates();
        assertThat(KitProfile.collect(kit, ProfileId.of("here"), false).kernels())
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Script.class)
    void claimsNoProviderThatIsNotThere(Script script) throws IOException, InterruptedException {
        assumeInstalled(script);
        Path kit = folder.resolve("kit");
        Kits.write(kit);
        Said said = Said.by(script.start(kit, "--provider", "openvino"));
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text()).contains("openvino", "Maybe");
        Path results = kit.resolve("results.csv");
        assertThat(Files.exists(results) && Files.readString(results).contains("\n0,"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Script.class)
    void mixesNoResultsOfOtherThreads(Script script) throws IOException, InterruptedException {
        assumeInstalled(script);
        Path kit = folder.resolve("kit");
        Kits.write(kit);
        assertThat(Said.by(script.start(kit, "--threads", "1")).status()).isZero();
        Said said = Said.by(script.start(kit, "--threads", "2"));
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text())
                .contains(
                        "results.csv is of the threads (1), but this run is of (2).\nMaybe move results.csv away and start again.");
    }
}
