package io.espalier.training.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.training.CrossEntropy;
import io.espalier.training.Schedule;
import io.espalier.training.Trained;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.sparse.Sparsification;
import io.espalier.training.testing.RandomBatches;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.sparse.MaskRule;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of Unix")
class CommandTrainingEngineTest {
    @TempDir
    private Path folder;

    private static Model network(long seed) {
        return new ResNet("tiny", 3, 8, 8, List.of(new ResNet.Stage(4, 1)), 3).initialized(seed);
    }

    private Trained train(String command, Duration limit) {
        Model model = network(1);
        TrainingRequest request = new TrainingRequest(
                model,
                new RandomBatches(model.graph(), 4, 3, 1),
                CrossEntropy.of(model.graph().outputs().get(0).name()),
                Schedule.fineTuning(12),
                7,
                2);
        return new CommandTrainingEngine(new ExternalCommand(command, folder, limit))
                .train(request, TrainingListener.NONE);
    }

    private Trained train(String command) {
        return train(command, Duration.ofMinutes(1));
    }

    @Test
    void weightsComeBackWhateverTheyAreCalled() {
        Model other = network(2);
        OnnxWriter.write(other, folder.resolve("trained.onnx"));

        Trained trained = train("sh -c 'cp trained.onnx {out}' {in}");

        assertThat(trained.model().graph().weights())
                .isEqualTo(network(1).graph().weights());
        assertThat(trained.model().weights().sha256()).isEqualTo(other.weights().sha256());
    }

    @Test
    void theCommandHearsOfStepsAndSeed() {
        assertThatThrownBy(() -> train("sh -c 'echo {steps} {seed} {threads} \"two words\" >&2; exit 3' {in} {out}"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("ended with status 3. It wrote: 12 7 2 two words");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true {in} {out}| ended well, but wrote no file {out}.",
                "sh -c 'head -c 100 {in} > {out}'| wrote a file that is no ONNX model",
                "no-such-program {in} {out}| cannot be started",
            })
    void whatFailsIsSaid(String command, String message) {
        assertThatThrownBy(() -> train(command))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining(message.strip());
    }

    @Test
    void anotherStructureIsRefused() {
        OnnxWriter.write(
                new ResNet("tiny", 3, 8, 8, List.of(new ResNet.Stage(5, 1)), 3).initialized(1),
                folder.resolve("wider.onnx"));

        assertThatThrownBy(() -> train("sh -c 'cp wider.onnx {out}' {in}"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("another structure");
    }

    @Test
    void whatHangsIsKilledWithItsChildren() {
        long before = sleepers();
        assertThatThrownBy(() -> train("sh -c 'sleep 61.25; sleep 1' {in} {out}", Duration.ofMillis(300)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("did not end within 0 s");
        assertThat(sleepers()).isEqualTo(before);
    }

    private static long sleepers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.isAlive()
                        && process.info().commandLine().orElse("").contains("sleep 61.25"))
                .count();
    }

    @Test
    void aMalformedCommandIsRefusedAtOnce() {
        assertThatThrownBy(() -> train("tune {in}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not say where {out} goes");
        assertThatThrownBy(() -> train("tune 'a {in} {out}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a quote (') that is not closed");
        assertThatThrownBy(() -> train(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The command is empty.");
    }

    @Test
    void masksAreRefusedForTheCommandWouldNotKnowThem() {
        Model model = network(1);
        TrainingRequest request = new TrainingRequest(
                        model,
                        new RandomBatches(model.graph(), 4, 3, 1),
                        CrossEntropy.of(model.graph().outputs().get(0).name()),
                        Schedule.fineTuning(12),
                        7,
                        2)
                .withProjection(new Sparsification(new MaskRule.GlobalMagnitude(), .5, false).projection(model, 12));
        TrainingEngine engine =
                new CommandTrainingEngine(new ExternalCommand("cp {in} {out}", folder, Duration.ofMinutes(1)));

        assertThatThrownBy(() -> engine.train(request, TrainingListener.NONE))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage(
                        "A command of the user's does not hold weights to masks.\nMaybe --engine nd4j, or no --sparsity.");
    }
}
