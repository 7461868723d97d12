package io.espalier.app.command;

import io.espalier.app.profile.ProfileJob;
import io.espalier.app.profile.ProfileStore;
import io.espalier.app.profile.ProfiledModel;
import io.espalier.profile.HardwareProfile;
import io.espalier.zoo.runtime.OnnxRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures kernels on this machine. */
@Command(
        name = "measure",
        description =
                "Measures the kernels of models and of their cuts on this machine, in fp32 and int8, first where the prediction is least certain. A profile of this id goes on where it was.",
        footer = {"", "Example: espalier profile measure --id laptop --model resnet20.onnx --time-limit 2m"})
final class ProfileMeasureCommand implements Callable<Integer> {
    private static final double NANOS_PER_MINUTE = 60e9;

    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Mixin
    private ProfileIdOption named = new ProfileIdOption();

    @Option(
            names = "--model",
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "ONNX models whose kernels are measured, with those of what they can be cut to; default: families of small networks (ResNet, MobileNetV2, ShuffleNetV2).")
    private List<String> models = List.of();

    @Mixin
    private InferenceOptions inference = new InferenceOptions();

    @Option(
            names = "--time-limit",
            paramLabel = "T",
            defaultValue = "5m",
            description =
                    "Ends before when predictions are certain enough; what is missing when it is over stays missing. Default ${DEFAULT-VALUE}.")
    private String timeLimit;

    @Mixin
    private ProfileOutput output = new ProfileOutput();

    ProfileMeasureCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Duration limit = TimeSpans.parse("--time-limit", timeLimit);
        int threads = inference.threads();
        int batch = inference.batch();
        ProfileStore store = output.store(named.id(), surroundings);
        List<ProfiledModel> profiled = models.isEmpty()
                ? ProfiledModel.families()
                : models.stream()
                        .map(model -> ProfiledModel.of(surroundings.model(model)))
                        .toList();
        long start = System.nanoTime();
        ProfileJob job = new ProfileJob(OnnxRuntime.open(), surroundings.clock(), store);
        HardwareProfile profile;
        try (ProgressLine progress = ProgressLine.open(surroundings, "profiling")) {
            profile =
                    job.measure(profiled, threads, batch, limit, new MeasurementProgress(progress), surroundings::say);
        }
        output.keep(profile, surroundings);
        surroundings.say(String.format(
                Locale.ROOT,
                "It took %.1f minutes; the profile holds %d blocks of runs of whole networks.",
                (System.nanoTime() - start) / NANOS_PER_MINUTE,
                profile.networks().stream()
                        .mapToInt(network -> network.latency().blocks())
                        .sum()));
        return Failures.DONE;
    }
}
