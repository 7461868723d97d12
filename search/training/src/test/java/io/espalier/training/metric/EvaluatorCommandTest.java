package io.espalier.training.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.training.Accuracy;
import io.espalier.training.command.CommandFailedException;
import io.espalier.training.command.ExternalCommand;
import io.espalier.training.data.Batches;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.PixelNormalization;
import io.espalier.training.testing.BlotImages;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.runtime.OnnxRuntime;
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
class EvaluatorCommandTest {
    private static final Model MODEL = new ResNet("tiny", 3, 8, 8, List.of(new ResNet.Stage(4, 1)), 3).initialized(1);

    @TempDir
    private Path folder;

    private Accuracy accuracy(String script, Duration limit) {
        ExternalCommand command = new ExternalCommand("sh -c '" + script + "' {model} {split}", folder, limit);
        ImageExamples images = new ImageExamples("input", new BlotImages(7, 1), PixelNormalization.ZERO_TO_ONE);
        return new EvaluatorCommand(command)
                .of(
                        Subject.of(MODEL, OnnxRuntime.open(), 2),
                        new EvaluationSet(EvaluationSet.SUBSET, Batches.of(images, 4)));
    }

    private Accuracy accuracy(String script) {
        return accuracy(script, Duration.ofMinutes(1));
    }

    @Test
    void readsWhatTheCommandPrints() {
        assertThat(accuracy("echo \"{\\\"accuracy\\\": 0.75, \\\"se\\\": 0.01, \\\"loss\\\": 3}\""))
                .isEqualTo(new Accuracy(.75, .01, 7));
    }

    @Test
    void otherLinesMayComeBeforeAndItMayBeWrittenInSeveral() {
        assertThat(
                        accuracy(
                                "echo {loading} >&2; echo {not this}; printf \"{\\n \\\"accuracy\\\": 1,\\n \\\"se\\\": 0\\n}\\n\""))
                .isEqualTo(new Accuracy(1, 0, 7));
    }

    /** The shell calls the words behind its script $0 and $1. */
    @Test
    void theCommandIsToldTheModelAndTheSet() {
        assertThat(accuracy("test -s $0 && test $1 = subset && echo \"{\\\"accuracy\\\": 0.5, \\\"se\\\": 0}\""))
                .isEqualTo(new Accuracy(.5, 0, 7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "echo fine| printed no JSON object. It wrote: fine",
                "echo {accuracy}| printed what is no JSON",
                "echo \"{\\\"accuracy\\\": NaN, \\\"se\\\": 0}\"| printed what is no JSON",
                "echo \"{\\\"accuracy\\\": 0.5}\"| printed JSON without a number \"se\"",
                "echo \"{\\\"accuracy\\\": \\\"high\\\", \\\"se\\\": 0}\"| printed JSON without a number \"accuracy\"",
                "echo \"{\\\"accuracy\\\": 93.1, \\\"se\\\": 0.2}\"| told an accuracy of 93.1 ± 0.2, which is not 0 to 1",
                "echo \"{\\\"accuracy\\\": 0.5, \\\"se\\\": -1}\"| told an accuracy of 0.5 ± -1.0, which is not 0 to 1",
                "echo half done; exit 7| ended with status 7. It wrote: half done",
                "kill -9 $$| ended with status 137. It wrote: nothing",
            })
    void whatFailsOrLiesIsSaid(String script, String message) {
        assertThatThrownBy(() -> accuracy(script))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatHangsIsKilled() {
        assertThatThrownBy(() -> accuracy("echo waiting; sleep 600", Duration.ofMillis(300)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("did not end within 0 s. It wrote: waiting");
    }

    @Test
    void theCommandMustSayWhereTheModelGoes() {
        assertThatThrownBy(() -> new EvaluatorCommand(new ExternalCommand("true", folder, Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The evaluator (true) does not say where {model} goes.%nMaybe 'python eval.py {model} {split}'."
                                .formatted());
    }
}
