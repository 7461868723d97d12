package io.espalier.profile.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.ProfileId;
import io.espalier.profile.RuntimeFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On results as a script would have written them. */
class KitProfileTest {
    private static final double IDLE_US = 10;
    private static final double ANCHOR_US = 500;

    @TempDir
    private Path folder;

    private KitPlan plan;

    @BeforeEach
    void writeKit() {
        folder = folder.resolve("kit");
        plan = Kits.write(folder);
    }

    private static double kernelUs(KernelKey key) {
        return 3 + key.outChannels();
    }

    private String head() {
        return """
                # kit: 1
                # plan: %s
                # runtime: onnxruntime 1.30.0
                # provider: qnn
                # threads: 2
                # device: Board, version 2
                # architecture: arm64
                # cores: 8
                # system: Linux
                # script: measure.py, Python 3.11
                # started: 2026-02-03T04:05:06Z
                round,file,us,anchor_us
                """.formatted(KitPlanFile.hash(folder));
    }

    /** Every model in every round; in the last the machine is 1.5 times as slow. */
    private String rows() {
        StringBuilder rows = new StringBuilder();
        for (int round = 0; round < plan.rounds(); round++) {
            double slowness = round == plan.rounds() - 1 ? 1.5 : 1;
            for (KitModel model : plan.models()) {
                double us = model.kernel()
                        .map(key -> IDLE_US + model.copies() * kernelUs(key))
                        .orElse(model.isIdle() ? IDLE_US : ANCHOR_US);
                rows.append(String.format(
                        Locale.ROOT, "%d,%s,%.3f,%.3f%n", round, model.file(), us * slowness, ANCHOR_US * slowness));
            }
        }
        return rows.toString().replace("\r", "");
    }

    private void results(String text) {
        try {
            Files.writeString(folder.resolve("results.csv"), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HardwareProfile collect() {
        return KitProfile.collect(folder, ProfileId.of("board"), false);
    }

    @Test
    void comesWithoutWhatEveryRunTakes() {
        results(head() + rows());
        HardwareProfile profile = collect();
        assertThat(profile.kernels()).hasSize((int) plan.models().stream()
                .filter(model -> model.kernel().isPresent())
                .count());
        for (KernelLatency kernel : profile.kernels()) {
            LatencyStatistics latency = kernel.latency();
            assertThat(latency.p10Us()).isCloseTo(kernelUs(kernel.key()), within(.01));
            // The slow round does not count.
            assertThat(latency.p95Us()).isCloseTo(kernelUs(kernel.key()), within(.01));
            assertThat(latency.blocks()).isEqualTo(plan.rounds() - 1);
        }
        assertThat(profile.networks()).hasSize(4);
        for (NetworkSample network : profile.networks()) {
            assertThat(network.latency().p95Us()).isEqualTo(ANCHOR_US - IDLE_US);
        }
    }

    @Test
    void saysWhatMeasured() {
        results(head() + rows());
        HardwareProfile profile = collect();
        assertThat(profile.id()).isEqualTo(ProfileId.of("board"));
        assertThat(profile.runtime()).isEqualTo(new RuntimeFacts("onnxruntime", "1.30.0", "qnn"));
        assertThat(profile.device().processor()).isEqualTo("Board, version 2");
        assertThat(profile.device().cores()).isEqualTo(8);
        assertThat(profile.threads()).isEqualTo(2);
        assertThat(profile.batch()).isEqualTo(1);
        assertThat(profile.created()).hasToString("2026-02-03T04:05:06Z");
    }

    @Test
    void halfALineOfAKilledRunIsLeftOut() {
        results(head() + rows() + "7,kernels/0001.onnx,12");
        assertThat(KitProfile.collect(folder.resolve("results.csv"), ProfileId.of("board"), false)
                        .kernels())
                .isNotEmpty();
    }

    @Test
    void whatIsMissingIsNamed() {
        String rows = rows();
        results(head() + rows.substring(0, rows.indexOf("4,")));
        int models = plan.models().size();
        assertThatThrownBy(this::collect)
                .isInstanceOf(InvalidProfileException.class)
                .hasMessage(
                        "Of %d models, %d are not measured 5 times yet: %s, %s, %s, ….\nMaybe start the script again: it goes on where it was. With --partial they are left out."
                                .formatted(
                                        models,
                                        models,
                                        plan.models().get(0).file(),
                                        plan.models().get(1).file(),
                                        plan.models().get(2).file()));
        assertThat(KitProfile.collect(folder, ProfileId.of("board"), true).kernels())
                .isNotEmpty();
    }

    @Test
    void resultsOfAnotherPlanAreRefused() {
        results(head().replaceFirst("plan: .", "plan: x") + rows());
        assertThatThrownBy(this::collect)
                .isInstanceOf(InvalidProfileException.class)
                .hasMessage(
                        "The results (%s) are not of the plan beside them.\nMaybe the kit was written anew after it was measured: measure it again, in a fresh folder."
                                .formatted(folder.resolve("results.csv")));
    }

    @Test
    void aBrokenLineIsNamed() {
        results(head() + "0,idle.onnx,fast,500\n");
        assertThatThrownBy(this::collect)
                .isInstanceOf(InvalidProfileException.class)
                .hasMessage(
                        "Line 13 of the results (%s) is broken: (0,idle.onnx,fast,500).\nMaybe it was edited by hand; without the line, the script measures it again."
                                .formatted(folder.resolve("results.csv")));
    }

    @Test
    void resultsThatAreNotThereYet() {
        assertThatThrownBy(this::collect)
                .isInstanceOf(InvalidProfileException.class)
                .hasMessageEndingWith("\nMaybe measure.py or measure.mjs has not run in this folder yet.");
    }

    @Test
    void aFactThatWasLost() {
        results(head().replaceFirst("# provider: qnn\n", "") + rows());
        assertThatThrownBy(this::collect)
                .isInstanceOf(InvalidProfileException.class)
                .hasMessage("The results (%s) do not say \"provider\".\nMaybe their first lines were lost."
                        .formatted(folder.resolve("results.csv")));
    }
}
