package io.espalier.app.command;

import io.espalier.app.predict.HereMeasurement;
import io.espalier.app.predict.Prediction;
import io.espalier.app.predict.Predictor;
import io.espalier.cost.derived.PriceCostModel;
import io.espalier.profile.Devices;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.measure.EnergyMeters;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts what models cost on a profiled device. */
@Command(
        name = "predict",
        description = "Predicts latency, throughput, energy, memory and size of models on the device of a profile.",
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
            names = "--price-per-hour",
            paramLabel = "MONEY",
            description = "What the machine costs an hour: adds the price of a million inferences.")
    private @Nullable Double pricePerHour;

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
        OptionalDouble perHour = pricePerHour == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(PriceCostModel.requirePrice(pricePerHour));
        HardwareProfile device = surroundings.profile(profile);
        List<Predictor.Named> named = models.stream()
                .map(model -> new Predictor.Named(model, surroundings.model(model)))
                .toList();
        List<Prediction> predictions = Predictor.of(device, perHour).predict(named);
        List<Prediction> shown = measure ? measured(device, named, predictions, perHour) : predictions;
        if (json) {
            JsonOutput.print(surroundings.out(), shown);
        } else {
            PredictionTable.print(shown, named.size(), measure, surroundings.out());
        }
        return Failures.DONE;
    }

    private List<Prediction> measured(
            HardwareProfile device, List<Predictor.Named> named, List<Prediction> predictions, OptionalDouble perHour) {
        InferenceRuntime runtime = OnnxRuntime.open(provider);
        if (!device.device().isSameDeviceAs(Devices.thisMachine())) {
            surroundings.say(
                    "The profile (%s) is of another device (%s): what is measured here is not what it predicts.",
                    device.id(), device.device().processor());
        }
        Duration limit = Duration.ofSeconds(Math.max(SECONDS_AT_LEAST, (long) SECONDS_A_MODEL * named.size()));
        HereMeasurement here = new HereMeasurement(device, runtime, EnergyMeters.ofThisMachine(), perHour);
        try (ProgressLine progress = ProgressLine.open(surroundings, "measuring")) {
            return here.beside(predictions, named, limit, new MeasurementProgress(progress));
        }
    }
}
