package io.espalier.app.command;

import io.espalier.app.ModelFile;
import io.espalier.app.data.ModelData;
import io.espalier.app.data.TaskRequest;
import io.espalier.app.evaluate.Evaluation;
import io.espalier.profile.HardwareProfile;
import io.espalier.training.Accuracy;
import io.espalier.training.data.Examples;
import io.espalier.training.data.SliceSpec;
import io.espalier.training.metric.Metric;
import io.espalier.zoo.runtime.OnnxRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how good and how fast a model is. */
@Command(
        name = "evaluate",
        description = "Measures the accuracy of a model, with its standard error, and its latency on this machine.",
        footer = {"", "Example: espalier evaluate --model resnet20.onnx --data cifar10:data/cifar10"})
final class EvaluateCommand implements Callable<Integer> {
    private static final Duration TIMING = Duration.ofSeconds(4);

    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private MetricOptions metric = new MetricOptions();

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(
            names = "--split",
            paramLabel = "SLICE",
            description = "Examples to measure on, such as train[9::10]; default: the test examples of a search.")
    private @Nullable String split;

    @Option(
            names = "--profile",
            paramLabel = "ID|FILE",
            description = "Measure at this profile's threads and batch; default: 1 and 1.")
    private @Nullable String profile;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    EvaluateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Optional<SliceSpec> slice = Optional.ofNullable(split).map(SliceSpec::parse);
        Optional<HardwareProfile> loaded = Optional.ofNullable(profile).map(surroundings::profile);
        ModelFile file = model.open(surroundings);
        ModelData opened = data.open(file, surroundings);
        Metric measured = opened.metric(
                new TaskRequest(metric.metric(), metric.evaluator(surroundings.workingDirectory()), List.of()));
        Examples examples;
        String text;
        if (slice.isPresent()) {
            examples = opened.examples(slice.get());
            text = slice.get().toString();
        } else {
            var splits = opened.splits();
            surroundings.say("%s", splits.explanation());
            examples = splits.test();
            text = "test";
        }
        Evaluation evaluation = Evaluation.of(
                model.text(),
                opened,
                measured,
                examples,
                text,
                OnnxRuntime.open(),
                loaded.map(HardwareProfile::threads).orElse(1),
                loaded.map(HardwareProfile::batch).orElse(1),
                TIMING);
        print(evaluation);
        return Failures.DONE;
    }

    private void print(Evaluation evaluation) {
        if (json) {
            JsonOutput.print(surroundings.out(), evaluation);
            return;
        }
        Evaluation.AccuracyResult accuracy = evaluation.accuracy();
        surroundings
                .out()
                .printf(
                        Locale.ROOT,
                        "accuracy %s (%s%,d %s, %s %s)%n",
                        Accuracy.percent(accuracy.value(), accuracy.se()),
                        accuracy.correct() == null ? "" : "%,d of ".formatted(accuracy.correct()),
                        accuracy.total(),
                        evaluation.ofImages() ? "images" : "examples",
                        evaluation.dataset(),
                        evaluation.images());
        if (!evaluation.metric().name().equals("top1")) {
            surroundings
                    .out()
                    .printf(
                            Locale.ROOT,
                            "%-8s %.6g ± %.2g (%s is better)%n",
                            evaluation.metric().name(),
                            evaluation.metric().value(),
                            evaluation.metric().se(),
                            evaluation.metric().better());
        }
        surroundings
                .out()
                .printf(
                        Locale.ROOT,
                        "latency  %.3f ms (10th percentile of %,d runs; median %.3f, 95th percentile %.3f; %d thread%s, batch %d)%n",
                        evaluation.latency().p10(),
                        evaluation.latency().runs(),
                        evaluation.latency().median(),
                        evaluation.latency().p95(),
                        evaluation.threads(),
                        evaluation.threads() == 1 ? "" : "s",
                        evaluation.batch());
        evaluation.notes().forEach(note -> surroundings.out().println("note: " + note));
        surroundings.out().flush();
    }
}
