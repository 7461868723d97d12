package io.espalier.app.command;

import io.espalier.app.ModelFile;
import io.espalier.app.data.ModelData;
import io.espalier.app.data.TaskRequest;
import io.espalier.app.evaluate.Evaluation;
import io.espalier.app.finetune.FineTuning;
import io.espalier.app.finetune.SparsityResult;
import io.espalier.training.Distillation;
import io.espalier.training.metric.Metric;
import io.espalier.training.sparse.Sparsification;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.runtime.OnnxRuntime;
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

    @Mixin
    private QuantizationOptions quantization = new QuantizationOptions();

    @Mixin
    private ScheduleOptions schedule = new ScheduleOptions();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The ONNX file to write.")
    private Path out;

    @Option(
            names = "--teacher",
            paramLabel = "FILE|zoo:NAME",
            description = "A model whose answers are learnt from, such as the one that was cut.")
    private @Nullable String teacher;

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
            names = "--label-smoothing",
            paramLabel = "S",
            defaultValue = "0",
            description = "0 to below 1; default ${DEFAULT-VALUE}.")
    private double labelSmoothing;

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
                quantization.chosen(),
                engine.open(surroundings.workingDirectory()),
                OnnxRuntime.open(),
                schedule.schedule(opened.source().augmentation()),
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
        file.writeCard(written, Map.of("test", Math.max(0, outcome.after().value())), source());
        print(outcome, measured, written);
        return Failures.DONE;
    }

    private String source() {
        return "espalier finetune --model %s --steps %d --seed %d%s%s%s"
                .formatted(
                        model.text(),
                        schedule.steps,
                        seed,
                        teacher == null ? "" : " --teacher " + teacher,
                        sparsity.text(),
                        quantization.text());
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
                            schedule.steps,
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
                        outcome.before().percent(),
                        outcome.rounded()
                                .map(rounded -> rounded.percent() + " quantized without training, ")
                                .orElse(""),
                        outcome.after().percent());
        outcome.sparsity().ifPresent(result -> SparsityText.print(result, ModelFile.bytes(file), surroundings.out()));
        surroundings.out().flush();
    }
}
