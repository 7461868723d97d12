package io.espalier.training;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains networks: the port that a framework's adapter implements. Results depend on the request alone: equal requests
 * (threads included) give bit-equal weights on one machine. Thread-safe; trainings run side by side share nothing but
 * their teacher.
 */
public interface TrainingEngine {

    /** For reports and provenance, such as {@code nd4j}. */
    String name();

    /** Of the framework with its native build: other builds give other last bits. */
    String version();

    /** Why this engine cannot train such a graph, naming the operators; empty when it can. Does no heavy work. */
    Optional<String> refusal(ModelGraph graph);

    /**
     * Trains all weights that a gradient reaches. BatchNormalization normalizes by the batch and keeps running
     * statistics (momentum of the node, .9 by default), which the returned weights hold.
     *
     * @throws io.espalier.zoo.graph.UnsupportedFeatureException before any work, with the text of {@link #refusal}
     * @throws IllegalArgumentException when batches or loss do not fit the graph
     * @throws TrainingDivergedException when the loss is no number any more
     */
    Trained train(TrainingRequest request, TrainingListener listener);

    /**
     * Gradients of the loss on each minibatch, without a step. BatchNormalization normalizes by its running
     * statistics, as in inference.
     *
     * @param minibatch is given the gradients of one minibatch after another, by weight, as the model has the weights
     * @throws io.espalier.zoo.graph.UnsupportedFeatureException before any work, with the text of {@link #refusal}
     * @throws IllegalArgumentException when batches or loss do not fit the graph
     */
    void gradients(GradientRequest request, Consumer<Map<String, Tensor>> minibatch);
}
