package io.espalier.app.command;

import io.espalier.app.ModelFile;
import io.espalier.app.evaluate.LatencyPair;
import io.espalier.app.factorize.FactorizedModel;
import io.espalier.app.prune.OneShotPruning.Change;
import io.espalier.zoo.lowrank.LowRankForm;
import io.espalier.zoo.lowrank.RankRule;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.runtime.OnnxRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replaces layers by two of low rank. */
@Command(
        name = "factorize",
        description =
                "Replaces convolutions and dense layers by two thinner ones whose product is nearly the layer (low rank).",
        footer = {"", "Example: espalier factorize --model resnet20.onnx --out low.onnx --macs 60%% --measure"})
final class FactorizeCommand implements Callable<Integer> {
    private static final Duration TIMING = Duration.ofSeconds(8);

    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the new model goes.")
    private Path out;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Amount amount = new Amount();

    /** How much is kept, in one of three ways. */
    static final class Amount {
        @Option(names = "--rank", paramLabel = "P%%", description = "Keep this share of the full rank of every layer.")
        @Nullable
        String rank;

        @Option(
                names = "--energy",
                paramLabel = "P%%",
                description = "Keep the rank that leaves this share of the squared singular values of every layer.")
        @Nullable
        String energy;

        @Option(
                names = "--macs",
                paramLabel = "P%%",
                description = "Keep as much as fits into this share of the MACs, the same share of energy everywhere.")
        @Nullable
        String macs;
    }

    @Option(
            names = "--form",
            paramLabel = "channel|spatial|best",
            defaultValue = "best",
            description =
                    "k×k to few channels, then 1×1; or k×1, then 1×k; or whatever takes fewer MACs. Default ${DEFAULT-VALUE}.")
    private String form;

    @Option(names = "--measure", description = "Time both models on this machine, interleaved, with one thread.")
    private boolean measure;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    FactorizeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What is printed. @param latency null: not measured */
    record Report(
            String file,
            Change macs,
            Change params,
            List<FactorizedModel.Layer> layers,
            @Nullable LatencyPair latency) {}

    @Override
    public Integer call() {
        Set<LowRankForm> forms = forms();
        RankRule rule = rule();
        ModelFile file = model.open(surroundings);
        FactorizedModel factorized = FactorizedModel.of(file.model(), forms, rule);
        Path written = surroundings.workingDirectory().resolve(out);
        OnnxWriter.write(factorized.model(), written);
        file.writeCard(written, Map.of(), "espalier factorize --model %s".formatted(model.text()));
        LatencyPair latency = measure ? timed(file, factorized) : null;
        Report report =
                new Report(written.toString(), factorized.macs(), factorized.params(), factorized.layers(), latency);
        if (json) {
            JsonOutput.print(surroundings.out(), report);
        } else {
            FactorizeText.print(report, surroundings.out());
        }
        return Failures.DONE;
    }

    private Set<LowRankForm> forms() {
        return switch (form) {
            case "best" -> EnumSet.allOf(LowRankForm.class);
            case "channel" -> EnumSet.of(LowRankForm.CHANNEL);
            case "spatial" -> EnumSet.of(LowRankForm.SPATIAL);
            default ->
                throw new IllegalArgumentException("--form (%s) must be channel, spatial or best.".formatted(form));
        };
    }

    private RankRule rule() {
        if (amount.rank != null) {
            return new RankRule.Share(Percentages.share("--rank", amount.rank));
        }
        if (amount.energy != null) {
            return new RankRule.Energy(Percentages.share("--energy", amount.energy));
        }
        return new RankRule.Macs(Percentages.share("--macs", amount.macs == null ? "" : amount.macs));
    }

    private LatencyPair timed(ModelFile file, FactorizedModel factorized) {
        try (ProgressLine progress = ProgressLine.open(surroundings, "measuring")) {
            return LatencyPair.measured(
                    file.model(), factorized.model(), OnnxRuntime.open(), TIMING, new MeasurementProgress(progress));
        }
    }
}
