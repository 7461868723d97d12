package io.espalier.app.command;

import io.espalier.training.command.ExternalCommand;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What accuracy is. */
final class MetricOptions {
    @Option(
            names = "--metric",
            paramLabel = "NAME[:OUTPUT[=TARGET]]",
            description =
                    "What accuracy is: top1, top5, miou or mae, of an output by a target of the data. Default: what the target suggests.")
    private @Nullable String metric;

    @Option(
            names = "--evaluator",
            paramLabel = "COMMAND",
            description =
                    "A command of your own that measures instead: 'command: python eval.py {model} {split}'. It prints {\"accuracy\": 0.91, \"se\": 0.003}; {split} is subset, validation or test.")
    private @Nullable String evaluator;

    @Option(
            names = "--evaluator-limit",
            paramLabel = "T",
            defaultValue = "10m",
            description = "An evaluator that takes longer is killed; default ${DEFAULT-VALUE}.")
    private String limit;

    Optional<String> metric() {
        return Optional.ofNullable(metric);
    }

    /** @param folder that it runs in @throws IllegalArgumentException when it is malformed */
    Optional<ExternalCommand> evaluator(Path folder) {
        if (evaluator == null) {
            return Optional.empty();
        }
        String text = evaluator;
        return Optional.of(UserCommands.parse(text, folder, "--evaluator-limit", limit)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--evaluator (%s) must begin with command:.%nMaybe 'command: python eval.py {model} {split}'."
                                .formatted(text))));
    }
}
