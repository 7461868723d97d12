package io.espalier.app.prune;

import io.espalier.app.data.ModelData;
import io.espalier.training.data.Batches;
import io.espalier.training.data.Examples;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.prune.Pruner;
import io.espalier.zoo.prune.PruningPlan;
import io.espalier.zoo.repair.Repair;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.transform.ActivationStatistics;
import io.espalier.zoo.transform.Recalibration;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mends cut models without training, on examples that the model was fitted to. */
public final class Mending {
    private static final int EXAMPLES = 1024;
    private static final int BATCH = 128;
    private static final long SEED = 0;

    private final InferenceRuntime runtime;
    private final Iterable<Map<String, Tensor>> batches;
    private final int threads = Runtime.getRuntime().availableProcessors();
    private @Nullable Model measured;
    private @Nullable ActivationStatistics statistics;

    private Mending(InferenceRuntime runtime, Iterable<Map<String, Tensor>> batches) {
        this.runtime = runtime;
        this.batches = batches;
    }

    /**
     * @param data of the uncut model
     * @throws InvalidDataException when there is no example to fit to
     */
    public static Mending by(ModelData data, InferenceRuntime runtime) {
        Examples fit = data.splits().fit().sample(EXAMPLES, SEED);
        if (fit.size() == 0) {
            throw new InvalidDataException(
                    "The data (%s) has no training examples left to mend the cut by.\nMaybe --val with fewer of them."
                            .formatted(data.source().name()));
        }
        return new Mending(runtime, Batches.of(fit, data.batch(BATCH)).feeds());
    }

    Model recalibrated(Model parent, Model cut, Map<String, int[]> keptOutputs) {
        return Recalibration.recalibrate(cut, statistics(parent), keptOutputs, batches, runtime, threads);
    }

    /** Of the network that was asked for last they are known already. */
    private ActivationStatistics statistics(Model parent) {
        ActivationStatistics known = statistics;
        if (known == null || !parent.equals(measured)) {
            known = ActivationStatistics.of(parent, batches, runtime, threads);
            measured = parent;
            statistics = known;
        }
        return known;
    }

    Model repaired(Model parent, Pruner pruner, Model cut, PruningPlan plan) {
        return Repair.inOrder(cut, parent, pruner.kept(plan), batches, runtime, threads, SEED);
    }
}
