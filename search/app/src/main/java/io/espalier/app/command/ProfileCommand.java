package io.espalier.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes and reads hardware profiles. */
@Command(
        name = "profile",
        description = "Makes and reads hardware profiles: what kernels cost on a device.",
        footer = {"", "Example: espalier profile measure --id laptop --model resnet20.onnx"})
final class ProfileCommand implements Runnable {
    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Which: profile measure, import, plan, collect, transfer, list or show?");
    }
}
