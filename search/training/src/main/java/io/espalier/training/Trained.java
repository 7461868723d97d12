package io.espalier.training;

import io.espalier.zoo.weights.Model;
import java.util.List;

/**
 * The outcome of a training.
 *
 * @param model the graph as it was given, with new numbers under the same names
 * @param losses of the batches, one a step, each before its update
 */
public record Trained(Model model, List<Double> losses) {
    public Trained {
        losses = List.copyOf(losses);
    }

    /** Mean loss of the last steps, at most 50. */
    public double finalLoss() {
        return losses.stream()
                .skip(Math.max(0, losses.size() - 50))
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }
}
