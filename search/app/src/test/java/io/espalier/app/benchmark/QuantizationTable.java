package io.espalier.app.benchmark;

import com.google.inject.Guice;
import io.espalier.app.ModelFile;
import io.espalier.app.data.DataRequest;
import io.espalier.app.data.ModelData;
import io.espalier.app.data.TaskRequest;
import io.espalier.app.finetune.FineTuning;
import io.espalier.app.finetune.Quantizing;
import io.espalier.nd4j.Nd4jModule;
import io.espalier.training.Accuracy;
import io.espalier.training.Distillation;
import io.espalier.training.Schedule;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.transform.ScaleRule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Prints what quantization costs a classifier, without training and with it, width by width. Run by {@code benchmarks/quantization-training}. */
final class QuantizationTable {
    private static final long SEED = 1;

    private QuantizationTable() {}

    /** @param arguments data, such as {@code cifar10:DIR}; a model; steps; threads; widths in bits */
    public static void main(String[] arguments) {
        if (arguments.length < 5) {
            throw new IllegalArgumentException("Usage: DATA MODEL STEPS THREADS BITS ...");
        }
        ModelFile model = ModelFile.read(Path.of(arguments[1]));
        ModelData data = ModelData.open(model, DataRequest.of(arguments[0]), Map.of(), Path.of(""));
        TrainingEngine engine = Guice.createInjector(new Nd4jModule()).getInstance(TrainingEngine.class);
        Schedule schedule = Schedule.fineTuning(Integer.parseInt(arguments[2]))
                .withAugmentation(data.source().augmentation());
        List<Integer> widths =
                Arrays.stream(arguments).skip(4).map(Integer::valueOf).toList();
        for (int bits : widths) {
            FineTuning.Outcome outcome = new FineTuning(
                            data,
                            data.supervision(TaskRequest.NONE),
                            data.metric(TaskRequest.NONE),
                            Optional.empty(),
                            Optional.of(new Quantizing(new Precision(bits, bits), Precision.INT8, ScaleRule.LEARNED)),
                            engine,
                            OnnxRuntime.open(),
                            schedule,
                            Distillation.STANDARD,
                            List.of(),
                            0,
                            Optional.empty(),
                            SEED,
                            Integer.parseInt(arguments[3]))
                    .run(TrainingListener.NONE);
            Accuracy rounded = outcome.rounded().orElseThrow();
            double lost = outcome.before().value() - rounded.value();
            double recovered = (outcome.after().value() - rounded.value()) / lost;
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %s | %s | %s | %s |%n",
                    bits,
                    percent(outcome.before()),
                    percent(rounded),
                    percent(outcome.after()),
                    lost > rounded.standardError() ? "%.0f %%".formatted(100 * recovered) : "–");
        }
    }

    private static String percent(Accuracy accuracy) {
        return String.format(Locale.ROOT, "%.2f ± %.2f", 100 * accuracy.value(), 100 * accuracy.standardError());
    }
}
