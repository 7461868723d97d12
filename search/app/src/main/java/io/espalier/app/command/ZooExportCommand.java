package io.espalier.app.command;

import io.espalier.app.ModelFile;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.model.Zoo;
import io.espalier.zoo.onnx.OnnxWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a built-in network, or one of DL4J, to an ONNX file. */
@Command(
        name = "export",
        description =
                "Writes a trained built-in network, or the network of a DL4J file, as an ONNX file, and its card beside it.",
        footer = {"", "Example: espalier zoo export resnet8-shapes --out resnet8.onnx"})
final class ZooExportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Parameters(index = "0", paramLabel = "NAME|FILE", description = "One of zoo list, or a file such as net.zip.")
    private String name;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The ONNX file to write.")
    private Path out;

    ZooExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = surroundings.workingDirectory().resolve(out);
        if (!Zoo.names().contains(name)
                && Files.exists(surroundings.workingDirectory().resolve(name))) {
            ModelFile model = surroundings.model(name);
            OnnxWriter.write(model.model(), file);
            model.card().ifPresent(card -> card.write(ModelCard.fileOf(file)));
        } else {
            Zoo.export(name, file);
        }
        surroundings.out().println(file);
        surroundings.out().flush();
        return Failures.DONE;
    }
}
