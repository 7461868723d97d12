package io.espalier.app.command;

import io.espalier.app.search.Espalier;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingEngineProvider;
import io.espalier.training.command.CommandTrainingEngine;
import io.espalier.training.command.ExternalCommand;
import java.util.ServiceLoader;
import picocli.CommandLine.Option;

/** What trains. */
final class EngineOption {
    private static final String COMMAND = "command:";

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "nd4j",
            description =
                    "nd4j; pytorch, where it was built in; or a command of your own that reads and writes ONNX: 'command: python tune.py {in} {out} {steps} {seed}'."
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
        return engine.equals("nd4j") ? Espalier.create().trainingEngine() : other();
    }

    private TrainingEngine other() {
        return ServiceLoader.load(TrainingEngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(engine))
                .findFirst()
                .map(TrainingEngineProvider::engine)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--engine (%s) is not there; there are nd4j and 'command: …'.%nMaybe ESPALIER_PYTORCH=1 ./espalier … builds pytorch in."
                                .formatted(engine)));
    }
}
