package io.espalier.app.command;

import io.espalier.app.data.DataSpecs;
import io.espalier.app.search.Espalier;
import io.espalier.training.ZooTraining;
import io.espalier.training.data.Dataset;
import io.espalier.training.data.Datasets;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.model.Zoo;
import io.espalier.zoo.model.ZooModel;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.runtime.OnnxRuntime;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a built-in network. */
@Command(
        name = "train",
        description = "Trains a built-in network from fresh weights, less every tenth training image, and writes it"
                + " with its card.",
        footer = {"", "Example: espalier zoo train resnet8-shapes --data shapes --out resnet8.onnx --steps 3000"})
final class ZooTrainCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Parameters(index = "0", paramLabel = "NAME", description = "One of zoo list.")
    private String name;

    @Option(names = "--data", required = true, paramLabel = "SPEC", description = "shapes, cifar10:DIR, folder:DIR, …")
    private String data;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The ONNX file to write.")
    private Path out;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "" + ZooTraining.DEFAULT_STEPS,
            description = "Updates, of 64 images each; default ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of weights and batches; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print the card.")
    private boolean json;

    ZooTrainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Zoo.architecture(name);
        Dataset dataset =
                Datasets.of(surroundings.environment()).open(DataSpecs.resolve(data, surroundings.workingDirectory()));
        ZooTraining training = new ZooTraining(Espalier.create().trainingEngine(), OnnxRuntime.open());
        ZooModel trained;
        try (ProgressLine progress = ProgressLine.open(surroundings, "training")) {
            trained = training.train(name, dataset, steps, seed, threads, progress.ofTraining());
        }
        Path file = surroundings.workingDirectory().resolve(out);
        OnnxWriter.write(trained.model(), file);
        trained.card().write(ModelCard.fileOf(file));
        if (json) {
            surroundings.out().println(trained.card().toJson().stripTrailing());
        } else {
            surroundings.out().println(file);
            trained.card()
                    .accuracy()
                    .forEach((set, value) ->
                            surroundings.out().printf(Locale.ROOT, "accuracy on %s: %.2f %%%n", set, 100 * value));
        }
        surroundings.out().flush();
        return Failures.DONE;
    }
}
