package io.espalier.pytorch;

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
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Trains by PyTorch's operators and its automatic differentiation. */
final class PyTorchTrainingEngine implements TrainingEngine {

    static final String NAME = "pytorch";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return Libtorch.version();
    }

    @Override
    public Optional<String> refusal(ModelGraph graph) {
        return TorchPlan.refusal(graph);
    }

    @Override
    public Trained train(TrainingRequest request, TrainingListener listener) {
        try (TorchNetwork network = network(request.model(), request.batches(), request.threads(), true)) {
            return TrainingLoop.train(request, network, listener);
        }
    }

    @Override
    public void gradients(GradientRequest request, Consumer<Map<String, Tensor>> minibatch) {
        try (TorchNetwork network = network(request.model(), request.batches(), request.threads(), false)) {
            TrainingLoop.gradients(request, network, minibatch);
        }
    }

    private static TorchNetwork network(Model model, TrainingBatches batches, int threads, boolean inTraining) {
        TorchPlan.refusal(model.graph()).ifPresent(reason -> {
            throw new UnsupportedFeatureException(reason);
        });
        batches.requireFit(model.graph());
        Libtorch.ready(threads);
        return new TorchNetwork(model, TorchPlan.of(model, batches.batchSize()), inTraining);
    }
}
