package io.espalier.app.benchmark;

import io.espalier.app.ModelFile;
import io.espalier.app.data.DataRequest;
import io.espalier.app.data.ModelData;
import io.espalier.app.data.TaskRequest;
import io.espalier.app.prune.ExampleEvidence;
import io.espalier.app.prune.Mending;
import io.espalier.app.prune.OneShotPruning;
import io.espalier.search.evaluate.EvaluationData;
import io.espalier.search.evaluate.ModelAccuracy;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.prune.PruningPlans.Ranking;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.weights.Model;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what is left of the accuracy of a classifier without any training, when its cuts are left as they are,
 * re-calibrated, repaired, and both. Run by {@code benchmarks/repair}.
 */
final class RepairTable {
    private static final List<Double> SHARES = List.of(0.7, 0.5);
    private static final long SEED = 1;

    private final InferenceRuntime runtime = OnnxRuntime.open();
    private final ModelFile file;
    private final ModelData data;
    private final EvaluationData images;
    private final ModelAccuracy accuracy;
    private final Mending mending;
    private final PrintStream out;

    private RepairTable(ModelFile file, String data, PrintStream out) {
        this.file = file;
        this.out = out;
        this.data = ModelData.open(file, DataRequest.of(data), Map.of(), Path.of(""));
        images = EvaluationData.of(this.data.splits(), file.model().graph(), SEED);
        accuracy = new ModelAccuracy(
                runtime,
                this.data.metric(TaskRequest.NONE),
                Runtime.getRuntime().availableProcessors());
        mending = Mending.by(this.data, runtime);
    }

    /** @param arguments data, such as {@code cifar10:DIR}; a model */
    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("Usage: DATA MODEL");
        }
        new RepairTable(ModelFile.read(Path.of(arguments[1])), arguments[0], System.out).print();
    }

    private void print() {
        out.printf(
                Locale.ROOT,
                "%n## %s: %.2f %% uncut; %s%n%n",
                file.name(),
                percent(file.model()),
                data.splits().description());
        out.println(
                "| importance | ranking | of the MACs | cut | re-calibrated | repaired | repaired, re-calibrated |");
        out.println("|---|---|---|---|---|---|---|");
        for (String name : Importance.NAMES) {
            Importance importance =
                    Importance.of(name, SEED, ExampleEvidence.of(data, data.supervision(TaskRequest.NONE)));
            for (Ranking ranking : Ranking.values()) {
                try {
                    OneShotPruning pruning = OneShotPruning.of(file, importance, ranking);
                    for (double share : SHARES) {
                        row(name, ranking, share, pruning);
                    }
                } catch (IllegalArgumentException refused) {
                    out.printf(
                            "| %s | %s | | refused: %s | | | |%n",
                            name,
                            ranking.name().toLowerCase(Locale.ROOT),
                            refused.getMessage().lines().findFirst().orElse(""));
                }
            }
        }
    }

    private void row(String name, Ranking ranking, double share, OneShotPruning pruning) {
        OneShotPruning.Cut cut = pruning.cut(OneShotPruning.Amount.macs(share));
        OneShotPruning.Cut repaired = pruning.repaired(cut, mending);
        out.printf(
                Locale.ROOT,
                "| %s | %s | %.0f %% | %.2f | %.2f | %.2f | %.2f |%n",
                name,
                ranking.name().toLowerCase(Locale.ROOT),
                100 * share,
                percent(cut.model()),
                percent(pruning.recalibrated(cut, mending).model()),
                percent(repaired.model()),
                percent(pruning.recalibrated(repaired, mending).model()));
    }

    private double percent(Model model) {
        return 100 * accuracy.of(model, images.subset()).value();
    }
}
