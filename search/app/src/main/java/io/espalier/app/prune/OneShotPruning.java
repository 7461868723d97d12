package io.espalier.app.prune;

import io.espalier.app.ModelFile;
import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Parameters;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.prune.PlanFile;
import io.espalier.zoo.prune.PruneVerification;
import io.espalier.zoo.prune.Pruner;
import io.espalier.zoo.prune.PruningPlan;
import io.espalier.zoo.prune.PruningPlans;
import io.espalier.zoo.prune.PruningPlans.Ranking;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Cuts one model once: chooses the channels, cuts them, and checks the cut against the masked original. */
public final class OneShotPruning {
    private final ModelFile file;
    private final ChannelGroups groups;
    private final Pruner pruner;
    private final Importance importance;
    private final Ranking ranking;

    private OneShotPruning(ModelFile file, Importance importance, Ranking ranking) {
        this.file = file;
        this.importance = importance;
        this.ranking = ranking;
        groups = ChannelGroups.of(file.model().graph());
        pruner = Pruner.of(groups);
    }

    public static OneShotPruning of(ModelFile file, Importance importance, Ranking ranking) {
        return new OneShotPruning(file, importance, ranking);
    }

    /** How much to cut. */
    public sealed interface Amount {
        record Ratio(double ratio) implements Amount {}

        record OfMacs(double share) implements Amount {}

        record Listed(Path plan) implements Amount {}

        record Random(long seed) implements Amount {}

        /** The share of every group's channels, 0 to 1. */
        static Amount ratio(double ratio) {
            return new Ratio(ratio);
        }

        /** Until at most this share of the MACs is left. */
        static Amount macs(double share) {
            return new OfMacs(share);
        }

        /** What a plan file lists. */
        static Amount plan(Path plan) {
            return new Listed(plan);
        }

        static Amount random(long seed) {
            return new Random(seed);
        }
    }

    /** A cut model and what it lost. */
    public record Cut(Model model, PruningPlan plan, PlanFile planFile) {
        /** Writes the model and, when wanted, the plan. */
        public void write(Path out, Optional<Path> planOut) {
            OnnxWriter.write(model, out);
            planOut.ifPresent(planFile::write);
        }
    }

    /** Of MACs or parameters, counted on the files as they are. */
    public record Change(long before, long after) {}

    public record GroupCut(String id, int channels, int kept) {}

    /**
     * One comparison of the cut model with the masked original.
     *
     * @param beforeChoices see {@link PruneVerification.Result}
     */
    public record Check(
            String plan, long seed, double difference, double tolerance, boolean passed, boolean beforeChoices) {}

    /** All that was done, for people and for JSON. */
    public record Outcome(Change macs, Change params, List<GroupCut> groups, List<Check> verified) {}

    /** Cuts {@code amount}. */
    public Cut cut(Amount amount) {
        return cut(plan(amount));
    }

    /** {@code cut} with its statistics corrected, without training. */
    public Cut recalibrated(Cut cut, Mending mending) {
        return new Cut(
                mending.recalibrated(uncut(), cut.model(), pruner.keptOutputs(cut.plan())), cut.plan(), cut.planFile());
    }

    /** {@code cut} with the weights of layers that lost inputs solved anew, without training. */
    public Cut repaired(Cut cut, Mending mending) {
        return new Cut(mending.repaired(uncut(), pruner, cut.model(), cut.plan()), cut.plan(), cut.planFile());
    }

    private Model uncut() {
        return new Model(groups.graph(), file.model().weights());
    }

    private PruningPlan plan(Amount amount) {
        if (amount instanceof Amount.Ratio ratio) {
            return PruningPlans.ratio(groups, scores(), ratio.ratio(), ranking);
        }
        if (amount instanceof Amount.OfMacs macs) {
            return PruningPlans.macs(groups, scores(), macs.share(), ranking);
        }
        if (amount instanceof Amount.Listed listed) {
            PlanFile plan = PlanFile.read(listed.plan());
            plan.requireModel(file.sha256());
            return plan.plan(groups);
        }
        return PruningPlans.random(groups, ((Amount.Random) amount).seed());
    }

    private Cut cut(PruningPlan plan) {
        Model model = pruner.model(file.model().weights(), plan);
        return new Cut(model, plan, PlanFile.of(file.sha256(), groups, plan));
    }

    private Map<String, double[]> scores() {
        return PruningPlans.scores(file.model(), groups, importance);
    }

    /**
     * What {@code cut} changed, checked against the masked original for its plan and {@code checks - 1} random ones.
     *
     * @param firstSeed of the random plans
     * @param freeSizes by symbol
     * @param progress hears one line a check
     */
    public Outcome outcome(
            Cut cut, int checks, long firstSeed, Map<String, Long> freeSizes, Consumer<String> progress) {
        List<Check> verified = new ArrayList<>();
        if (checks > 0) {
            InferenceRuntime runtime = OnnxRuntime.open();
            verified.add(check(runtime, "this plan", cut, firstSeed, freeSizes));
            for (long seed = firstSeed; verified.size() < checks; seed++) {
                Cut random = cut(PruningPlans.random(groups, seed));
                verified.add(check(runtime, "random plan " + seed, random, seed, freeSizes));
                progress.accept("checked %d of %d plans".formatted(verified.size(), checks));
            }
        }
        ModelGraph before = file.model().graph();
        ModelGraph after = cut.model().graph();
        return new Outcome(
                new Change(Macs.of(before, ShapeInference.infer(before)), Macs.of(after, ShapeInference.infer(after))),
                new Change(Parameters.of(before), Parameters.of(after)),
                groups.groups().stream()
                        .map(group -> groupCut(group, cut.plan()))
                        .toList(),
                verified);
    }

    private static GroupCut groupCut(ChannelGroup group, PruningPlan plan) {
        return new GroupCut(
                group.id(),
                group.channels(),
                group.channels() - plan.removed(group.id()).size());
    }

    private Check check(InferenceRuntime runtime, String plan, Cut cut, long seed, Map<String, Long> freeSizes) {
        PruneVerification.Result result =
                PruneVerification.verify(runtime, file.model(), cut.model(), cut.planFile(), seed, freeSizes, 1);
        return new Check(plan, seed, result.difference(), result.tolerance(), result.passed(), result.beforeChoices());
    }
}
