package io.espalier.search.testing;

import io.espalier.training.GradientRequest;
import io.espalier.training.Trained;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Pretends to train: the weights stay, unless another effect is wanted, and the loss falls. */
public final class QuickEngine implements TrainingEngine {
    private final UnaryOperator<Model> effect;
    private final Optional<String> refusal;

    public QuickEngine() {
        this(UnaryOperator.identity());
    }

    /** @param effect what a training does to a network */
    public QuickEngine(UnaryOperator<Model> effect) {
        this(effect, Optional.empty());
    }

    private QuickEngine(UnaryOperator<Model> effect, Optional<String> refusal) {
        this.effect = effect;
        this.refusal = refusal;
    }

    /** Cannot train anything, for this reason. */
    public static QuickEngine refusing(String reason) {
        return new QuickEngine(UnaryOperator.identity(), Optional.of(reason));
    }

    @Override
    public String name() {
        return "quick";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Optional<String> refusal(ModelGraph graph) {
        return refusal;
    }

    @Override
    public Trained train(TrainingRequest request, TrainingListener listener) {
        refusal.ifPresent(reason -> {
            throw new UnsupportedFeatureException(reason);
        });
        List<Double> losses = new ArrayList<>();
        int steps = request.schedule().steps();
        for (int step = 1; step <= steps; step++) {
            losses.add(1.0 / step);
            listener.stepped(step, steps, 1.0 / step);
        }
        return new Trained(effect.apply(request.model()), losses);
    }

    @Override
    public void gradients(GradientRequest request, Consumer<Map<String, Tensor>> minibatch) {
        throw new UnsupportedOperationException("No test asks for gradients.");
    }
}
