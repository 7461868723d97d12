package io.espalier.app.command;

import io.espalier.app.ModelFile;
import picocli.CommandLine.Option;

/** The one model that a command is about. */
final class ModelOption {
    @Option(
            names = "--model",
            required = true,
            paramLabel = "FILE|zoo:NAME",
            description = "An ONNX model, a DL4J file (.zip), or a built-in model.")
    private String model;

    /** As the user wrote it. */
    String text() {
        return model;
    }

    ModelFile open(Surroundings surroundings) {
        return surroundings.model(model);
    }
}
