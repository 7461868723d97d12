package io.espalier.nd4j;

import io.espalier.training.GradientRequest;
import io.espalier.training.Trained;
import io.espalier.training.TrainingBatches;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingLoop;
import io.espalier.training.TrainingRequest;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Trains on an own tape: ND4J's native convolutions and products, everything else in Java loops, on images in fused ones. */
final class Nd4jTrainingEngine implements TrainingEngine {

    @Inject
    Nd4jTrainingEngine() {}

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public String version() {
        return Natives.version();
    }

    @Override
    public Optional<String> refusal(ModelGraph graph) {
        return refusal(TapePlanner.plan(graph));
    }

    private static Optional<String> refusal(TapePlan plan) {
        if (plan.refusals().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("""
                The ND4J engine cannot train this network: %s.
                Maybe fold its constants first, or search without tuning.""".formatted(String.join(", ", plan.refusals())));
    }

    @Override
    public Trained train(TrainingRequest request, TrainingListener listener) {
        try (Tape tape = tape(request.model(), request.batches(), request.threads(), BatchNorm.Statistics.OF_BATCH)) {
            return TrainingLoop.train(request, tape, listener);
        }
    }

    @Override
    public void gradients(GradientRequest request, Consumer<Map<String, Tensor>> minibatch) {
        try (Tape tape = tape(request.model(), request.batches(), request.threads(), BatchNorm.Statistics.RUNNING)) {
            TrainingLoop.gradients(request, tape, minibatch);
        }
    }

    private static Tape tape(Model model, TrainingBatches batches, int threads, BatchNorm.Statistics statistics) {
        TapePlan plan = TapePlanner.plan(model.graph(), batches.batchSize());
        refusal(plan).ifPresent(reason -> {
            throw new UnsupportedFeatureException(reason);
        });
        batches.requireFit(model.graph());
        Natives.load();
        Natives.limitThreads(threads);
        return new Tape(plan, model.weights(), threads, statistics);
    }
}
