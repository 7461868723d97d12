package io.espalier.training;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.weights.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The engine of those who want no training, or have none for their network: the weights stay as they are. */
public final class NoTraining implements TrainingEngine {
    /** How users write it. */
    public static final String NAME = "none";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Optional<String> refusal(ModelGraph graph) {
        return Optional.empty();
    }

    @Override
    public Trained train(TrainingRequest request, TrainingListener listener) {
        int steps = request.schedule().steps();
        for (int step = 1; step <= steps; step++) {
            listener.stepped(step, steps, Double.NaN);
        }
        return new Trained(request.model(), List.of());
    }

    @Override
    public void gradients(GradientRequest request, Consumer<Map<String, Tensor>> minibatch) {
        throw new UnsupportedFeatureException("Without a training engine there are no gradients.");
    }
}
