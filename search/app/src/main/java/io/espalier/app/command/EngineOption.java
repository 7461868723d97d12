package io.espalier.app.command;

import io.espalier.app.search.Espalier;
import io.espalier.training.NoTraining;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingEngineProvider;
import io.espalier.training.command.CommandTrainingEngine;
import io.espalier.training.command.ExternalCommand;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine.Option;

/** What trains. */
final class EngineOption {
    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "nd4j",
            description =
                    "nd4j, none (weights stay as they are), pytorch where it is built in, or a command of your own that"
                            + " reads and writes ONNX: 'command: python tune.py {in} {out} {steps} {seed}'. Default ${DEFAULT-VALUE}.")
    private String engine;

    @Option(
            names = "--engine-limit",
            paramLabel = "T",
            defaultValue = "30m",
            description = "A command of your own that takes longer is killed; default ${DEFAULT-VALUE}.")
    private String limit;

    /**
     * @param folder that a command runs in
     * @throws IllegalArgumentException when there is no such engine, or the command is malformed
     */
    TrainingEngine open(Path folder) {
        Optional<ExternalCommand> command = UserCommands.parse(engine, folder, "--engine-limit", limit);
        if (command.isPresent()) {
            return new CommandTrainingEngine(command.get());
        }
        return switch (engine) {
            case "nd4j" -> Espalier.create().trainingEngine();
            case NoTraining.NAME -> new NoTraining();
            default -> builtIn();
        };
    }

    private TrainingEngine builtIn() {
        return ServiceLoader.load(TrainingEngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(engine))
                .findFirst()
                .map(TrainingEngineProvider::engine)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--engine (%s) must be nd4j, none, pytorch where it is built in, or 'command: …'.%nMaybe %s."
                                .formatted(
                                        engine,
                                        engine.equals("pytorch")
                                                ? "ESPALIER_PYTORCH=1 ./espalier … builds it in"
                                                : "'command: python tune.py {in} {out} {steps} {seed}'")));
    }
}
