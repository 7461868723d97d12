package io.espalier.app.command;

import io.espalier.app.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code search} understands; parsed again from {@code run.json} when a run goes on. */
final class SearchOptions {
    @Option(
            names = "--model",
            paramLabel = "FILE|zoo:NAME",
            defaultValue = ModelFile.BUILT_IN,
            description = "A trained ONNX model; default ${DEFAULT-VALUE}.")
    String model;

    @Mixin
    DataOptions data = new DataOptions();

    @Mixin
    MetricOptions metric = new MetricOptions();

    @Mixin
    LossOption loss = new LossOption();

    @Option(
            names = "--profile",
            paramLabel = "ID|FILE",
            description =
                    "A hardware profile, may be repeated: then NAME@ID means a cost on the one of that id; default: this machine's own, measured as far as needed.")
    List<String> profiles = new ArrayList<>();

    @Option(
            names = "--objective",
            paramLabel = "EXPR",
            description =
                    "What is made better, may be repeated: a cost such as latency@phone, or an expression such as \"mix = 0.7*latency@a + 0.3*latency@b\" or \"max(latency@a/parent, latency@b/parent)\". Costs: latency, latency-p95, throughput, energy, price, size, macs, params, bit-operations, peak-memory or a plug-in's. Accuracy is always one; default accuracy and latency.")
    List<String> objectives = new ArrayList<>();

    @Option(
            names = "--constraint",
            paramLabel = "EXPR",
            description =
                    "Such as \"latency <= 60%%\", \"size <= 500KB\", \"max(latency@a, latency@b) <= 5ms\", \"accuracy >= -2pt\"; may be repeated.")
    List<String> constraints = new ArrayList<>();

    @Option(
            names = "--price-per-hour",
            paramLabel = "MONEY",
            description = "What the machine costs an hour, for the cost price: money for a million inferences.")
    @Nullable
    Double pricePerHour;

    @Option(
            names = "--decisions",
            paramLabel = "LIST",
            description = "Some of widths,depth,precision; default: all that the model and the profile allow.")
    @Nullable
    String decisions;

    @Option(names = "--budget", paramLabel = "N", description = "Stop after N candidates were scored.")
    @Nullable
    Integer budget;

    @Option(
            names = "--time-limit",
            paramLabel = "T",
            description =
                    "Wall time of the whole command, such as 90s, 30m, 2h; default without --budget: 30m, 4m for the built-in model.")
    @Nullable
    String timeLimit;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of everything that is drawn; default ${DEFAULT-VALUE}.")
    long seed;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Search N times with seeds that follow each other, in folders seed-… of --out, and say how much of the result was chance. A time limit is for all of them.")
    int repeat;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads inside one inference of the deployed model; default 1.")
    @Nullable
    Integer threads;

    @Mixin
    EngineOption engine = new EngineOption();

    @Option(names = "--plugins", paramLabel = "DIR", description = "A folder of jars with cost models of your own.")
    @Nullable
    Path plugins;

    @Option(names = "--out", paramLabel = "DIR", description = "The run directory; default runs/<date-time>-<model>.")
    @Nullable
    Path out;
}
