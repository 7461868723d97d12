package io.espalier.app.prune;

import io.espalier.app.data.ModelData;
import io.espalier.app.search.Espalier;
import io.espalier.training.ExampleBatches;
import io.espalier.training.GradientRequest;
import io.espalier.training.Supervision;
import io.espalier.training.TrainingEngine;
import io.espalier.training.data.Batches;
import io.espalier.training.data.Examples;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.prune.ActivationEvidence;
import io.espalier.zoo.prune.Evidence;
import io.espalier.zoo.prune.GradientEvidence;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.weights.Model;

/** What examples that the model was fitted to tell about it: activations by a runtime, gradients by a training engine. */
public final class ExampleEvidence implements Evidence {
    private static final int EXAMPLES = 1024;
    private static final int BATCH = 64;
    private static final long SEED = 0;

    private final ModelData data;
    private final Supervision supervision;
    private final InferenceRuntime runtime;
    private final TrainingEngine engine;
    private final int threads = Runtime.getRuntime().availableProcessors();

    private ExampleEvidence(ModelData data, Supervision supervision, InferenceRuntime runtime, TrainingEngine engine) {
        this.data = data;
        this.supervision = supervision;
        this.runtime = runtime;
        this.engine = engine;
    }

    /** @param data of the uncut model @param supervision whose loss has the gradients */
    public static ExampleEvidence of(ModelData data, Supervision supervision) {
        return new ExampleEvidence(
                data, supervision, OnnxRuntime.open(), Espalier.create().trainingEngine());
    }

    @Override
    public String description() {
        return "%d examples of fit, batches of %d, %s, %s".formatted(EXAMPLES, BATCH, engine.name(), supervision);
    }

    @Override
    public ActivationEvidence activations(Model model, ChannelGroups groups) {
        return ActivationEvidence.of(
                model, groups, Batches.of(examples(), data.batch(BATCH)).feeds(), runtime, threads);
    }

    @Override
    public GradientEvidence gradients(Model model, ChannelGroups groups) {
        Model folded = new Model(groups.graph(), model.weights());
        engine.refusal(folded.graph()).ifPresent(reason -> {
            throw new UnsupportedFeatureException(
                    "The importance needs gradients. %s%nMaybe use one without, such as l1 or activation-norm."
                            .formatted(reason.lines().findFirst().orElse(reason)));
        });
        Examples examples = examples();
        GradientEvidence.Collector collector = GradientEvidence.collector(folded, groups);
        int batch = Math.min(BATCH, examples.size());
        engine.gradients(
                new GradientRequest(
                        folded,
                        ExampleBatches.inOrder(examples, batch),
                        examples.size() / batch,
                        supervision.loss(0),
                        threads),
                collector::add);
        return collector.evidence();
    }

    private Examples examples() {
        Examples examples = data.splits().fit().sample(EXAMPLES, SEED);
        if (examples.size() == 0) {
            throw new InvalidDataException(
                    "The data (%s) has no training examples left to judge channels by.%nMaybe --val with fewer of them."
                            .formatted(data.source().name()));
        }
        return examples;
    }
}
