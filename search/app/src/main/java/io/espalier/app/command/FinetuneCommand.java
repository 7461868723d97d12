package io.espalier.app.command;

import io.espalier.app.ModelFile;
import io.espalier.app.data.ModelData;
import io.espalier.app.data.TaskRequest;
import io.espalier.app.evaluate.Evaluation;
import io.espalier.app.finetune.FineTuning;
import io.espalier.app.finetune.Quantizing;
import io.espalier.app.finetune.SparsityResult;
import io.espalier.training.Accuracy;
import io.espalier.training.Distillation;
import io.espalier.training.Optimizer;
import io.espalier.training.Schedule;
import io.espalier.training.metric.Metric;
import io.espalier.training.sparse.Sparsification;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.transform.ScaleRule;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model further. */
@Command(
        name = "finetune",
        description = "Trains a model further, with a teacher or without, and writes it with its card.",
        footer = {
            "",
            "Example: espalier finetune --model half.onnx --data cifar10:data/cifar10 --steps 800 --teacher resnet20.onnx --out tuned.onnx"
        })
final class FinetuneCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private MetricOptions metric = new MetricOptions();

    @Mixin
    private LossOption loss = new LossOption();

    @Mixin
    private EngineOption engine = new EngineOption();

    @Mixin
    private SparsityOptions sparsity = new SparsityOptions();

    @Mixin
    private TransferOptions transfer = new TransferOptions();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The ONNX file to write.")
    private Path out;

    @Option(names = "--steps", required = true, paramLabel = "N", description = "Updates.")
    private int steps;

    @Option(
            names = "--teacher",
            paramLabel = "FILE|zoo:NAME",
            description = "A model whose answers are learnt from, such as the one that was cut.")
    private @Nullable String teacher;

    @Option(
            names = "--bits",
            paramLabel = "N",
            description =
                    "Quantize to so many bits, 2 to 8, with training; the teacher is the model itself when there is no other.")
    private @Nullable Integer bits;

    @Option(names = "--weight-bits", paramLabel = "N", description = "Of weights; default: as --bits.")
    private @Nullable Integer weightBits;

    @Option(names = "--activation-bits", paramLabel = "N", description = "Of activations; default: as --bits.")
    private @Nullable Integer activationBits;

    @Option(
            names = "--end-bits",
            paramLabel = "N",
            defaultValue = "8",
            description = "Of the first and the last layer; default ${DEFAULT-VALUE}.")
    private int endBits;

    @Option(
            names = "--ranges",
            paramLabel = "learned|observed",
            defaultValue = "learned",
            description =
                    "Whether the ranges of quantizers are trained like weights, or follow what lies in them; default ${DEFAULT-VALUE}.")
    private String ranges;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "4",
            description = "Softens the teacher's answers; default ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(
            names = "--teacher-weight",
            paramLabel = "W",
            defaultValue = "0.9",
            description = "Share of the loss that is the teacher's, 0 to 1; default ${DEFAULT-VALUE}.")
    private double teacherWeight;

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
            names = "--label-smoothing",
            paramLabel = "S",
            defaultValue = "0",
            description = "0 to below 1; default ${DEFAULT-VALUE}.")
    private double labelSmoothing;

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

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the batches; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    FinetuneCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * What is printed; accuracies are those on the test examples.
     *
     * @param rounded quantized without training; null: it was not to be quantized
     * @param loss null: the engine tells none
     * @param sparsity null: none was asked for
     */
    record Report(
            String file,
            Evaluation.AccuracyResult before,
            Evaluation.@Nullable AccuracyResult rounded,
            Evaluation.AccuracyResult after,
            @Nullable Double loss,
            int steps,
            @Nullable SparsityResult sparsity) {}

    @Override
    public Integer call() {
        Optional<Sparsification> sparsification = sparsity.chosen();
        ModelFile file = transfer.copied(model.open(surroundings), surroundings);
        ModelData opened = data.open(file, surroundings);
        surroundings.say("%s", opened.splits().explanation());
        TaskRequest task =
                new TaskRequest(metric.metric(), metric.evaluator(surroundings.workingDirectory()), loss.losses());
        Metric measured = opened.metric(task);
        FineTuning tuning = new FineTuning(
                opened,
                opened.supervision(task),
                measured,
                Optional.ofNullable(teacher).map(surroundings::model),
                quantizing(),
                engine.open(surroundings.workingDirectory()),
                OnnxRuntime.open(),
                schedule(opened),
                new Distillation(temperature, teacherWeight),
                transfer.hints(),
                labelSmoothing,
                sparsification,
                seed,
                threads);
        FineTuning.Outcome outcome;
        try (ProgressLine progress = ProgressLine.open(surroundings, "training")) {
            outcome = tuning.run(progress.ofTraining());
        }
        Path written = surroundings.workingDirectory().resolve(out);
        OnnxWriter.write(outcome.model(), written);
        file.card().ifPresent(card -> write(card, outcome, written));
        print(outcome, measured, written);
        return Failures.DONE;
    }

    private Optional<Quantizing> quantizing() {
        Integer ofWeights = weightBits != null ? weightBits : bits;
        Integer ofActivations = activationBits != null ? activationBits : bits;
        if (ofWeights == null && ofActivations == null) {
            return Optional.empty();
        }
        if (ofWeights == null || ofActivations == null) {
            throw new IllegalArgumentException(
                    "--weight-bits and --activation-bits go together.%nMaybe --bits N for both.".formatted());
        }
        ScaleRule rule = switch (ranges) {
            case "learned" -> ScaleRule.LEARNED;
            case "observed" -> ScaleRule.OBSERVED;
            default ->
                throw new IllegalArgumentException("--ranges (%s) must be learned or observed.".formatted(ranges));
        };
        return Optional.of(
                new Quantizing(new Precision(ofWeights, ofActivations), new Precision(endBits, endBits), rule));
    }

    private static String options(Quantizing goal) {
        return " --weight-bits %d --activation-bits %d --end-bits %d --ranges %s"
                .formatted(
                        goal.inner().weightBits(),
                        goal.inner().activationBits(),
                        goal.ends().weightBits(),
                        goal.scales().name().toLowerCase(Locale.ROOT));
    }

    private Schedule schedule(ModelData opened) {
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
                .withAugmentation(opened.source().augmentation().withHole(cutout));
        if (learningRate != null) {
            return schedule.withPeakLearningRate(learningRate);
        }
        return adam ? schedule.withPeakLearningRate(.001) : schedule;
    }

    /** The card of the model with what is new. */
    private void write(ModelCard card, FineTuning.Outcome outcome, Path file) {
        String source = "espalier finetune --model %s --steps %d --seed %d%s%s%s"
                .formatted(
                        model.text(),
                        steps,
                        seed,
                        teacher == null ? "" : " --teacher " + teacher,
                        sparsity.text(),
                        quantizing().map(FinetuneCommand::options).orElse(""));
        card.with(Map.of("test", Math.max(0, outcome.after().value())), source, card.other())
                .write(ModelCard.fileOf(file));
    }

    private void print(FineTuning.Outcome outcome, Metric measured, Path file) {
        if (json) {
            Double last = Double.isNaN(outcome.loss()) ? null : outcome.loss();
            JsonOutput.print(
                    surroundings.out(),
                    new Report(
                            file.toString(),
                            Evaluation.AccuracyResult.of(outcome.before(), measured),
                            outcome.rounded()
                                    .map(rounded -> Evaluation.AccuracyResult.of(rounded, measured))
                                    .orElse(null),
                            Evaluation.AccuracyResult.of(outcome.after(), measured),
                            last,
                            steps,
                            outcome.sparsity().orElse(null)));
            return;
        }
        surroundings.out().println(file);
        surroundings
                .out()
                .printf(
                        Locale.ROOT,
                        "accuracy on %,d test examples: %s before, %s%s now%n",
                        outcome.after().total(),
                        percent(outcome.before()),
                        outcome.rounded()
                                .map(rounded -> percent(rounded) + " quantized without training, ")
                                .orElse(""),
                        percent(outcome.after()));
        outcome.sparsity().ifPresent(result -> SparsityText.print(result, ModelFile.bytes(file), surroundings.out()));
        surroundings.out().flush();
    }

    private static String percent(Accuracy accuracy) {
        return String.format(Locale.ROOT, "%.2f %% ± %.2f", 100 * accuracy.value(), 100 * accuracy.standardError());
    }
}
