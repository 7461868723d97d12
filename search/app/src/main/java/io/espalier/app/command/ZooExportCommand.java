package io.espalier.app.command;

import io.espalier.zoo.model.Zoo;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a built-in network to a file. */
@Command(
        name = "export",
        description = "Writes a trained built-in network as an ONNX file, and its card beside it.",
        footer = {"", "Example: espalier zoo export resnet8-shapes --out resnet8.onnx"})
final class ZooExportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Parameters(index = "0", paramLabel = "NAME", description = "One of zoo list.")
    private String name;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The ONNX file to write.")
    private Path out;

    ZooExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = surroundings.workingDirectory().resolve(out);
        Zoo.export(name, file);
        surroundings.out().println(file);
        surroundings.out().flush();
        return Failures.DONE;
    }
}
