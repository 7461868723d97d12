package io.espalier.app.command;

import io.espalier.app.ModelFile;
import io.espalier.app.data.ModelData;
import io.espalier.app.data.TaskRequest;
import io.espalier.app.prune.ExampleEvidence;
import io.espalier.app.prune.Mending;
import io.espalier.app.prune.OneShotPruning;
import io.espalier.zoo.prune.Evidence;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.prune.PruningPlans.Ranking;
import io.espalier.zoo.runtime.OnnxRuntime;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Cuts channels out of a model in one go. */
@Command(
        name = "prune",
        description = "Cuts channels out of a model in one go, and proves that the rest is the masked original.",
        footer = {"", "Example: espalier prune --model resnet20.onnx --out half.onnx --macs 50%% --verify 3"})
final class PruneCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the cut model goes.")
    private Path out;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Amount amount = new Amount();

    /** How much to cut, in one of four ways. */
    static final class Amount {
        @Option(
                names = "--ratio",
                paramLabel = "R",
                description = "Share of the channels to cut in every group, 0 to 1.")
        @Nullable
        Double ratio;

        @Option(names = "--macs", paramLabel = "P%%", description = "Cut until at most this share of the MACs is left.")
        @Nullable
        String macs;

        @Option(names = "--plan", paramLabel = "FILE", description = "Cut what this pruning plan lists.")
        @Nullable
        Path plan;

        @Option(names = "--random", paramLabel = "SEED", description = "Cut a random number of random channels.")
        @Nullable
        Long random;
    }

    @Option(
            names = "--importance",
            paramLabel = "NAME",
            defaultValue = "l1",
            description =
                    "l1, l2, bn-scale, fpgm, lamp or random; by examples of --data activation-norm, apoz, taylor or fisher."
                            + " Default ${DEFAULT-VALUE}.")
    private String importance;

    @Option(
            names = "--ranking",
            paramLabel = "uniform|global",
            defaultValue = "uniform",
            description = "One ratio for all groups, or channels of all groups compete; default ${DEFAULT-VALUE}.")
    private String ranking;

    @Option(names = "--plan-out", paramLabel = "FILE", description = "Write what was cut as a pruning plan.")
    private @Nullable Path planOut;

    @Option(
            names = "--verify",
            paramLabel = "N",
            defaultValue = "0",
            description = "Check masked original = cut model for this plan and N-1 random ones.")
    private int verify;

    @Option(
            names = "--shape",
            paramLabel = "SYMBOL=SIZE",
            description = "Value of a free size for --verify; the batch is 2.")
    private Map<String, Long> shape = new HashMap<>();

    @Option(
            names = "--recalibrate",
            description = "Correct the statistics of the cut model on 1024 training examples of --data.")
    private boolean recalibrate;

    @Option(
            names = "--repair",
            description =
                    "Solve the weights of layers that lost inputs by least squares on 1024 training examples of --data.")
    private boolean repair;

    @Mixin
    private LossOption loss = new LossOption();

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    PruneCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (verify < 0) {
            throw new IllegalArgumentException("--verify (%d) must be 0 or more.".formatted(verify));
        }
        Ranking chosen = ranking();
        boolean byImages = Importance.needsEvidence(importance);
        ModelFile file = model.open(surroundings);
        long seed = amount.random == null ? 0 : amount.random;
        Importance scores = byImages
                ? Importance.of(importance, seed, evidence(data.open(file, surroundings)))
                : Importance.of(importance, seed);
        OneShotPruning pruning = OneShotPruning.of(file, scores, chosen);
        OneShotPruning.Cut cut = pruning.cut(request());
        OneShotPruning.Outcome outcome =
                pruning.outcome(cut, verify, amount.random == null ? 0 : amount.random + 1, shape, surroundings::say);
        if (outcome.verified().stream().allMatch(OneShotPruning.Check::passed)) {
            OneShotPruning.Cut written = mended(file, pruning, cut);
            written.write(resolve(out), Optional.ofNullable(planOut).map(this::resolve));
            file.writeCard(resolve(out), Map.of(), "espalier prune --model %s".formatted(model.text()));
        }
        print(outcome);
        return outcome.verified().stream().allMatch(OneShotPruning.Check::passed) ? Failures.DONE : Failures.FAILED;
    }

    private Evidence evidence(ModelData opened) {
        TaskRequest task = new TaskRequest(Optional.empty(), Optional.empty(), loss.losses());
        return ExampleEvidence.of(opened, opened.supervision(task));
    }

    private OneShotPruning.Cut mended(ModelFile file, OneShotPruning pruning, OneShotPruning.Cut cut) {
        if (!recalibrate && !repair) {
            return cut;
        }
        Mending mending = Mending.by(data.open(file, surroundings), OnnxRuntime.open());
        OneShotPruning.Cut repaired = repair ? pruning.repaired(cut, mending) : cut;
        return recalibrate ? pruning.recalibrated(repaired, mending) : repaired;
    }

    private OneShotPruning.Amount request() {
        if (amount.ratio != null) {
            return OneShotPruning.Amount.ratio(amount.ratio);
        }
        if (amount.macs != null) {
            return OneShotPruning.Amount.macs(Percentages.share("--macs", amount.macs));
        }
        if (amount.plan != null) {
            return OneShotPruning.Amount.plan(resolve(amount.plan));
        }
        return OneShotPruning.Amount.random(amount.random == null ? 0 : amount.random);
    }

    private Ranking ranking() {
        return switch (ranking) {
            case "uniform" -> Ranking.UNIFORM;
            case "global" -> Ranking.GLOBAL;
            default ->
                throw new IllegalArgumentException("--ranking (%s) must be uniform or global.".formatted(ranking));
        };
    }

    private void print(OneShotPruning.Outcome outcome) {
        if (json) {
            JsonOutput.print(surroundings.out(), outcome);
            return;
        }
        PruningText.print(outcome, surroundings.out());
    }

    private Path resolve(Path path) {
        return surroundings.workingDirectory().resolve(path);
    }
}
