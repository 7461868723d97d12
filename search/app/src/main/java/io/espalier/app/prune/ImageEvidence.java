package io.espalier.app.prune;

import io.espalier.app.data.ModelData;
import io.espalier.app.search.Espalier;
import io.espalier.training.CrossEntropy;
import io.espalier.training.GradientRequest;
import io.espalier.training.ImageBatches;
import io.espalier.training.TrainingEngine;
import io.espalier.training.data.Batches;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.prune.ActivationEvidence;
import io.espalier.zoo.prune.Evidence;
import io.espalier.zoo.prune.GradientEvidence;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.weights.Model;

/** What images that the model was fitted to tell about it: activations by a runtime, gradients by a training engine. */
public final class ImageEvidence implements Evidence {
    private static final int IMAGES = 1024;
    private static final int BATCH = 64;
    private static final long SEED = 0;

    private final ModelData data;
    private final InferenceRuntime runtime;
    private final TrainingEngine engine;
    private final int threads = Runtime.getRuntime().availableProcessors();

    private ImageEvidence(ModelData data, InferenceRuntime runtime, TrainingEngine engine) {
        this.data = data;
        this.runtime = runtime;
        this.engine = engine;
    }

    /** @param data images and normalization of the uncut model */
    public static ImageEvidence of(ModelData data) {
        return new ImageEvidence(data, OnnxRuntime.open(), Espalier.create().trainingEngine());
    }

    @Override
    public String description() {
        return "%d images of fit, batches of %d, %s".formatted(IMAGES, BATCH, engine.name());
    }

    @Override
    public ActivationEvidence activations(Model model, ChannelGroups groups) {
        int batch = data.contract().fixedBatch().orElse(BATCH);
        return ActivationEvidence.of(
                model,
                groups,
                Batches.of(images(), data.normalization(), batch)
                        .feeds(data.contract().input()),
                runtime,
                threads);
    }

    @Override
    public GradientEvidence gradients(Model model, ChannelGroups groups) {
        Model folded = new Model(groups.graph(), model.weights());
        engine.refusal(folded.graph()).ifPresent(reason -> {
            throw new UnsupportedFeatureException(
                    "The importance needs gradients. %s%nMaybe use one without, such as l1 or activation-norm."
                            .formatted(reason.lines().findFirst().orElse(reason)));
        });
        ImageSet images = images();
        GradientEvidence.Collector collector = GradientEvidence.collector(folded, groups);
        int batch = Math.min(BATCH, images.size());
        engine.gradients(
                new GradientRequest(
                        folded,
                        ImageBatches.inOrder(data.contract().input(), images, data.normalization(), batch),
                        images.size() / batch,
                        CrossEntropy.of(folded.graph().outputs().get(0).name()),
                        threads),
                collector::add);
        return collector.evidence();
    }

    private ImageSet images() {
        ImageSet images = data.splits().fit().sample(IMAGES, SEED);
        if (images.size() == 0) {
            throw new InvalidDataException(
                    "The data (%s) has no training images left to judge channels by.%nMaybe --val with fewer of them."
                            .formatted(data.dataset().name()));
        }
        return images;
    }
}
