package io.espalier.app.command;

import io.espalier.app.search.Espalier;
import io.espalier.training.TrainingEngine;
import io.espalier.training.command.CommandTrainingEngine;
import io.espalier.training.command.ExternalCommand;
import picocli.CommandLine.Option;

/** What trains. */
final class EngineOption {
    private static final String COMMAND = "command:";

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "nd4j",
            description =
                    "nd4j, or a command of your own that reads and writes ONNX: 'command: python tune.py {in} {out} {steps} {seed}'."
                            + " Default ${DEFAULT-VALUE}.")
    private String engine;

    @Option(
            names = "--engine-limit",
            paramLabel = "T",
            defaultValue = "30m",
            description = "A command of your own that takes longer is killed; default ${DEFAULT-VALUE}.")
    private String limit;

    /** @throws IllegalArgumentException when there is no such engine, or the command is malformed */
    TrainingEngine open(Surroundings surroundings) {
        if (engine.startsWith(COMMAND)) {
            return new CommandTrainingEngine(new ExternalCommand(
                    engine.substring(COMMAND.length()).strip(),
                    surroundings.workingDirectory(),
                    TimeSpans.parse("--engine-limit", limit)));
        }
        if (!engine.equals("nd4j")) {
            throw new IllegalArgumentException(
                    "--engine (%s) must be nd4j or 'command: …'.%nMaybe 'command: python tune.py {in} {out} {steps} {seed}'."
                            .formatted(engine));
        }
        return Espalier.create().trainingEngine();
    }
}
