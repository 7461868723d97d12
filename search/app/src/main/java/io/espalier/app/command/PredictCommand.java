package io.espalier.app.command;

import io.espalier.app.predict.Prediction;
import io.espalier.app.predict.Predictor;
import io.espalier.profile.Devices;
import io.espalier.profile.HardwareProfile;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts what models cost on a profiled device. */
@Command(
        name = "predict",
        description = "Predicts latency, memory and size of models on the device of a profile.",
        footer = {"", "Example: espalier predict --model resnet20.onnx resnet32.onnx --profile laptop --measure"})
final class PredictCommand implements Callable<Integer> {
    private static final int SECONDS_A_MODEL = 4;
    private static final int SECONDS_AT_LEAST = 6;

    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Option(
            names = "--model",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "ONNX models, in floating point or quantized (QDQ).")
    private List<String> models = List.of();

    @Option(names = "--profile", required = true, paramLabel = "ID|FILE", description = "The device.")
    private String profile;

    @Option(names = "--measure", description = "Also measure the models on this machine, interleaved.")
    private boolean measure;

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            defaultValue = "cpu",
            description = "What --measure runs them with: cpu or, in a build with it, cuda; default ${DEFAULT-VALUE}.")
    private String provider;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    PredictCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        HardwareProfile device = surroundings.profile(profile);
        List<Predictor.Named> named = models.stream()
                .map(model -> new Predictor.Named(model, surroundings.model(model)))
                .toList();
        Predictor predictor = Predictor.of(device);
        List<Prediction> predictions = new ArrayList<>();
        named.forEach(model -> predictions.add(predictor.predict(model)));
        print(measure ? measured(predictor, device, named, predictions) : predictions);
        return Failures.DONE;
    }

    private List<Prediction> measured(
            Predictor predictor, HardwareProfile device, List<Predictor.Named> named, List<Prediction> predictions) {
        InferenceRuntime runtime = OnnxRuntime.open(provider);
        if (!device.device().isSameDeviceAs(Devices.thisMachine())) {
            surroundings.say(
                    "The profile (%s) is of another device (%s): what is measured here is not what it predicts.",
                    device.id(), device.device().processor());
        }
        Duration limit = Duration.ofSeconds(Math.max(SECONDS_AT_LEAST, (long) SECONDS_A_MODEL * named.size()));
        try (ProgressLine progress = ProgressLine.open(surroundings, "measuring")) {
            return predictor.measure(named, predictions, runtime, limit, new MeasurementProgress(progress));
        }
    }

    private void print(List<Prediction> predictions) {
        if (json) {
            JsonOutput.print(surroundings.out(), predictions);
            return;
        }
        List<String> header =
                new ArrayList<>(List.of("model", "precision", "latency ms", "90 % interval", "confidence"));
        predictions.get(0).costs().forEach(cost -> header.add(heading(cost)));
        if (measure) {
            header.addAll(List.of("measured ms", "error"));
        }
        Table table = new Table(header.toArray(String[]::new));
        for (Prediction prediction : predictions) {
            table.row(row(prediction).toArray(String[]::new));
        }
        table.print(surroundings.out());
    }

    private static String heading(Prediction.Cost cost) {
        return cost.unit().equals("bytes") ? cost.metric() + " KB" : cost.metric();
    }

    private static List<String> row(Prediction prediction) {
        List<String> row = new ArrayList<>(List.of(
                prediction.model(),
                prediction.precision(),
                ms(prediction.value()),
                ms(prediction.low()) + "–" + ms(prediction.high()),
                prediction.confidence()));
        for (Prediction.Cost cost : prediction.costs()) {
            row.add(
                    cost.unit().equals("bytes")
                            ? String.format(Locale.ROOT, "%,.1f", cost.value() / 1000)
                            : String.format(Locale.ROOT, "%,.0f", cost.value()));
        }
        if (prediction.measured() != null) {
            double measured = prediction.measured().p10();
            row.add(ms(measured));
            row.add(String.format(Locale.ROOT, "%+.1f %%", 100 * (prediction.value() / measured - 1)));
        }
        return row;
    }

    private static String ms(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
