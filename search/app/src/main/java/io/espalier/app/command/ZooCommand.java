package io.espalier.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Built-in networks. */
@Command(
        name = "zoo",
        description = "The networks that come with Espalier.",
        footer = {"", "Example: espalier zoo export resnet8-shapes --out resnet8.onnx"})
final class ZooCommand implements Runnable {
    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which: zoo list, zoo export or zoo train?");
    }
}
