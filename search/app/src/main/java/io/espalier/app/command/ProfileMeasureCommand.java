package io.espalier.app.command;

import io.espalier.app.profile.ProfileJob;
import io.espalier.app.profile.ProfileStore;
import io.espalier.app.profile.ProfiledModel;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
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

    @Option(
            names = "--id",
            required = true,
            paramLabel = "ID",
            description = "Name of the profile: small letters, digits, '.', '_' and '-'.")
    private String id;

    @Option(
            names = "--model",
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "ONNX models whose kernels are measured, with those of what they can be cut to; default: families of small networks (ResNet, MobileNetV2, ShuffleNetV2).")
    private List<String> models = List.of();

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads inside one inference; default ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Examples an inference; default ${DEFAULT-VALUE}.")
    private int batch;

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
        requirePositive("--threads", threads);
        requirePositive("--batch", batch);
        ProfileStore store = output.store(ProfileId.of(id), surroundings);
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

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s (%d) must be 1 or more.".formatted(option, value));
        }
    }
}
