package io.espalier.app.benchmark;

import io.espalier.app.ModelFile;
import io.espalier.app.data.DataRequest;
import io.espalier.app.data.ModelData;
import io.espalier.app.data.TaskRequest;
import io.espalier.app.finetune.FineTuning;
import io.espalier.app.search.Espalier;
import io.espalier.training.Distillation;
import io.espalier.training.Schedule;
import io.espalier.training.TrainingListener;
import io.espalier.training.data.Batches;
import io.espalier.training.data.SliceSpec;
import io.espalier.training.metric.EvaluationSet;
import io.espalier.training.metric.Metric;
import io.espalier.training.metric.Subject;
import io.espalier.training.sparse.Sparsification;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.lowrank.LowRank;
import io.espalier.zoo.lowrank.LowRankForm;
import io.espalier.zoo.lowrank.RankRule;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.prune.Pruner;
import io.espalier.zoo.prune.PruningPlan;
import io.espalier.zoo.prune.PruningPlans;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.sparse.MaskRule;
import io.espalier.zoo.sparse.PrunableWeight;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.weights.Model;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prints what zeros, low rank and fewer channels do to accuracy, MACs, packed size and measured latency: of the built-in
 * network, trained on a little, and of a wide one with random weights for the latency alone. Run by {@code
 * benchmarks/lottery}.
 */
final class SmallerWays {
    static final int STEPS = 100;
    private static final int BATCH = 128;
    private static final String TEST = "test[:2000]";
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private SmallerWays() {}

    public static void main(String[] arguments) {
        narrow(System.out);
        wide(System.out);
    }

    private static void narrow(PrintStream out) {
        ModelFile file = ModelFile.of(ModelFile.BUILT_IN, Path.of(""));
        Model dense = file.model();
        List<SmallerTable.Row> rows = new ArrayList<>();
        rows.add(row("dense", file, dense, Optional.empty()));
        rows.add(row("80 % zeros, global", file, dense, sparse(new MaskRule.GlobalMagnitude(), .8)));
        rows.add(row("2:4 zeros", file, dense, sparse(new MaskRule.GroupMagnitude(4), .5)));
        rows.add(row(
                "low rank, channel, 50 % of the MACs", file, low(dense, LowRankForm.CHANNEL, .5), Optional.empty()));
        rows.add(row(
                "low rank, spatial, 50 % of the MACs", file, low(dense, LowRankForm.SPATIAL, .5), Optional.empty()));
        rows.add(row("channels cut to 50 % of the MACs (l1)", file, cut(dense, .5), Optional.empty()));
        out.printf(
                Locale.ROOT,
                "%n## What helps latency: resnet8-shapes, %d steps of fine-tuning, accuracy on `%s`%n%nZeros come one after another in training; untrained they are all there at once.%n%n",
                STEPS,
                TEST);
        SmallerTable.print(rows, true, out);
    }

    private static void wide(PrintStream out) {
        List<ResNet.Stage> stages =
                List.of(new ResNet.Stage(64, 1), new ResNet.Stage(128, 1), new ResNet.Stage(256, 1));
        Model dense = ExportForm.of(new ResNet("wide", 3, 32, 32, stages, 10).initialized(1));
        Model zeros = zeros(dense, new MaskRule.GlobalMagnitude(), .8);
        List<SmallerTable.Row> rows = new ArrayList<>();
        rows.add(SmallerTable.Row.untrained("dense", dense));
        rows.add(SmallerTable.Row.untrained("80 % zeros, global", zeros));
        for (double share : List.of(.5, .25)) {
            String of = String.format(Locale.ROOT, "%.0f %% of the MACs", 100 * share);
            rows.add(SmallerTable.Row.untrained("low rank, channel, " + of, low(dense, LowRankForm.CHANNEL, share)));
            rows.add(SmallerTable.Row.untrained("low rank, spatial, " + of, low(dense, LowRankForm.SPATIAL, share)));
            rows.add(SmallerTable.Row.untrained("channels cut to " + of + " (l1)", cut(dense, share)));
        }
        out.printf("%n## The same for 64, 128 and 256 channels, random weights%n%n");
        SmallerTable.print(rows, false, out);
    }

    private static Optional<Sparsification> sparse(MaskRule rule, double sparsity) {
        return Optional.of(new Sparsification(rule, sparsity, true));
    }

    private static Model zeros(Model model, MaskRule rule, double sparsity) {
        List<PrunableWeight> prunable = PrunableWeight.of(model.graph());
        return new Model(
                model.graph(), rule.masks(prunable, model.weights(), sparsity).apply(model.weights()));
    }

    private static Model low(Model model, LowRankForm form, double share) {
        LowRank lowRank = LowRank.of(model, Set.of(form));
        return lowRank.factored(lowRank.choose(new RankRule.Macs(share)));
    }

    private static Model cut(Model model, double share) {
        ChannelGroups groups = ChannelGroups.of(model.graph());
        Map<String, double[]> scores = PruningPlans.scores(model, groups, Importance.of("l1", 0));
        PruningPlan plan = PruningPlans.macs(groups, scores, share, PruningPlans.Ranking.UNIFORM);
        return Pruner.of(groups).model(model.weights(), plan);
    }

    private static SmallerTable.Row row(
            String name, ModelFile origin, Model model, Optional<Sparsification> sparsification) {
        ModelFile file = new ModelFile(name, Optional.empty(), origin.sha256(), model, origin.card());
        DataRequest request = new DataRequest(
                Optional.of("shapes"),
                Optional.empty(),
                Optional.of(SliceSpec.parse(TEST)),
                Optional.empty(),
                Optional.empty());
        ModelData data = ModelData.open(file, request, Map.of(), Path.of(""));
        Metric metric = data.metric(TaskRequest.NONE);
        FineTuning.Outcome outcome = new FineTuning(
                        data,
                        data.supervision(TaskRequest.NONE),
                        metric,
                        Optional.empty(),
                        Optional.empty(),
                        Espalier.create().trainingEngine(),
                        OnnxRuntime.open(),
                        Schedule.fineTuning(STEPS)
                                .withAugmentation(data.source().augmentation()),
                        Distillation.STANDARD,
                        List.of(),
                        0,
                        sparsification,
                        1,
                        PROCESSORS)
                .run(TrainingListener.NONE);
        double before = sparsification
                .map(sparse -> zeros(model, sparse.rule(), sparse.sparsity()))
                .map(sparse -> metric.of(Subject.of(sparse, OnnxRuntime.open(), PROCESSORS), test(data)))
                .orElse(outcome.before())
                .value();
        System.err.println(name + " " + before + " " + outcome.after().value());
        return new SmallerTable.Row(
                name, ExportForm.of(outcome.model()), before, outcome.after().value());
    }

    private static EvaluationSet test(ModelData data) {
        return new EvaluationSet(EvaluationSet.TEST, Batches.of(data.splits().test(), data.batch(BATCH)));
    }
}
