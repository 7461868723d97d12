package io.espalier.profile.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.profile.measure.TimedForms;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KitWriterTest {
    @TempDir
    private Path folder;

    @Test
    void holdsEveryKernelOfItsNetworksOnce() {
        KitPlan plan = Kits.write(folder.resolve("kit"));
        Set<KernelKey> expected = new TreeSet<>();
        for (Precision precision : TimedForms.all().keySet()) {
            for (NetworkRequest network : Kits.networks()) {
                Kernels.of(network.graph(), precision).stream().map(Kernel::key).forEach(expected::add);
            }
        }
        assertThat(plan.models().stream().map(KitModel::kernel).flatMap(Optional::stream))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(plan.models().stream().filter(KitModel::isIdle)).hasSize(1);
        assertThat(plan.models().stream().map(KitModel::network).flatMap(Optional::stream))
                .hasSize(4);
        assertThat(folder.resolve("kit/measure.py")).isNotEmptyFile();
        assertThat(folder.resolve("kit/measure.mjs")).isNotEmptyFile();
    }

    @Test
    void thePlanIsReadAsItWasWritten() {
        KitPlan plan = Kits.write(folder.resolve("kit"));
        assertThat(KitPlanFile.read(folder.resolve("kit"))).isEqualTo(plan);
        assertThat(KitPlanFile.read(folder.resolve("kit/plan.json"))).isEqualTo(plan);
    }

    @Test
    void itsFilesHaveTheInputsOfThePlan() {
        for (KitModel model : Kits.write(folder.resolve("kit")).models()) {
            assertThat(OnnxReader.read(folder.resolve("kit").resolve(model.file())).graph().inputs().stream()
                            .map(GraphValue::name))
                    .containsExactlyElementsOf(
                            model.inputs().stream().map(KitInput::name).toList());
        }
    }

    @Test
    void leavesAFolderAloneThatIsInUse() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThatThrownBy(() -> new KitWriter(folder, 1, 1, TimedForms.all()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The folder (%s) is not empty.\nMaybe name another, or remove it first.".formatted(folder));
    }

    @Test
    void aFolderWithoutAPlanIsNoKit() {
        assertThatThrownBy(() -> KitPlanFile.read(folder))
                .isInstanceOf(InvalidProfileException.class)
                .hasMessageContaining(folder.resolve("plan.json").toString())
                .hasMessageEndingWith("\nMaybe this is not the folder that 'profile plan' wrote.");
    }

    @Test
    void aPlanThatWasCutOffIsBroken() throws IOException {
        Kits.write(folder.resolve("kit"));
        Path file = folder.resolve("kit/plan.json");
        Files.writeString(file, Files.readString(file).substring(0, 500));
        assertThatThrownBy(() -> KitPlanFile.read(file))
                .isInstanceOf(InvalidProfileException.class)
                .hasMessageStartingWith("The plan (%s) is broken: ".formatted(file))
                .hasMessageEndingWith("\nMaybe it was cut off or edited by hand.");
    }
}
