package io.espalier.training;

import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The steps of a training, the same for all engines that compute gradients. */
public final class TrainingLoop {
    private TrainingLoop() {}

    /** Trains {@code network}, which was made of the request's model. Throws like {@link TrainingEngine#train}. */
    public static Trained train(TrainingRequest request, NetworkInTraining network, TrainingListener listener) {
        Schedule schedule = request.schedule();
        Descent descent = new Descent(schedule);
        List<Double> losses = new ArrayList<>();
        WeightProjection.Held held = request.projection().hold(network.weights());
        held.weights(0);
        network.weightsMoved();
        try (PrefetchedBatches batches = new PrefetchedBatches(request.batches(), schedule.steps())) {
            for (int step = 0; step < schedule.steps(); step++) {
                TrainingBatch batch = batches.batch(step);
                LossValue loss = request.loss().of(network.forward(batch.inputs()), batch);
                if (!Double.isFinite(loss.value())) {
                    throw new TrainingDivergedException(step + 1, schedule.learningRate(step));
                }
                network.backward(loss.gradients());
                held.gradients();
                descent.update(network.weights(), step);
                held.weights(step + 1);
                network.weightsMoved();
                losses.add(loss.value());
                listener.stepped(step + 1, schedule.steps(), loss.value());
            }
        }
        Model model = request.model();
        return new Trained(new Model(model.graph(), model.weights().with(network.trained())), losses);
    }

    /** Takes gradients without a step. Throws like {@link TrainingEngine#gradients}. */
    public static void gradients(
            GradientRequest request, NetworkInTraining network, Consumer<Map<String, Tensor>> minibatch) {
        for (int step = 0; step < request.minibatches(); step++) {
            TrainingBatch batch = request.batches().batch(step);
            LossValue loss = request.loss().of(network.forward(batch.inputs()), batch);
            network.backward(loss.gradients());
            minibatch.accept(network.gradients());
        }
    }
}
