package io.espalier.app.command;

import io.espalier.training.Optimizer;
import io.espalier.training.Schedule;
import io.espalier.training.data.Augmentation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long a model is trained, and how. */
final class ScheduleOptions {
    @Option(names = "--steps", required = true, paramLabel = "N", description = "Updates.")
    int steps;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            description = "The highest one; default: .01, less in proportion below 300 steps; .001 with adamw.")
    private @Nullable Double learningRate;

    @Option(
            names = "--warm-up",
            paramLabel = "W",
            defaultValue = "0.2",
            description =
                    "Share of the steps that the learning rate climbs before it falls along a cosine; default ${DEFAULT-VALUE}.")
    private double warmUp;

    @Option(
            names = "--optimizer",
            paramLabel = "sgd|nesterov|adamw",
            defaultValue = "sgd",
            description = "sgd and nesterov with momentum .9; default ${DEFAULT-VALUE}.")
    private String optimizer;

    @Option(
            names = "--weight-decay",
            paramLabel = "D",
            description = "Never of normalizations and biases; default: .0005, with adamw .01.")
    private @Nullable Double weightDecay;

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            defaultValue = "0",
            description = "Shorten gradients that are longer; 0: never. Default ${DEFAULT-VALUE}.")
    private double clip;

    @Option(
            names = "--cutout",
            paramLabel = "PIXELS",
            defaultValue = "0",
            description = "Side of a square that is blotted out of each image; 0: none. Default ${DEFAULT-VALUE}.")
    private int cutout;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "64",
            description = "Images an update; default ${DEFAULT-VALUE}.")
    private int batchSize;

    /** @param usual views of the examples */
    Schedule schedule(Augmentation usual) {
        boolean adam = optimizer.equals("adamw");
        double decay = weightDecay != null ? weightDecay : adam ? .01 : 5e-4;
        Optimizer chosen = switch (optimizer) {
            case "sgd" -> new Optimizer.Sgd(.9, false, decay);
            case "nesterov" -> new Optimizer.Sgd(.9, true, decay);
            case "adamw" -> Optimizer.AdamW.standard(decay);
            default ->
                throw new IllegalArgumentException(
                        "--optimizer (%s) must be sgd, nesterov or adamw.".formatted(optimizer));
        };
        Schedule schedule = Schedule.fineTuning(steps)
                .withBatchSize(batchSize)
                .withOptimizer(chosen)
                .withWarmUp(warmUp)
                .withMaxGradientNorm(clip)
                .withAugmentation(usual.withHole(cutout));
        if (learningRate != null) {
            return schedule.withPeakLearningRate(learningRate);
        }
        return adam ? schedule.withPeakLearningRate(.001) : schedule;
    }
}
