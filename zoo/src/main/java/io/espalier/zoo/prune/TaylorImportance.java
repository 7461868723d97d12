package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.weights.Model;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much the loss would change, to first order, without a unit: {@code I = (sum of w · g)²} over the unit's parameters
 * for each minibatch, averaged over minibatches. Molchanov et al., "Importance Estimation for Neural Network Pruning"
 * (2019). All parameters that go with the unit count: its filters and biases or, behind them, the scale and shift of a
 * batch normalization, and the weights that read it. Divided by the group's mean.
 */
record TaylorImportance(Evidence evidence) implements Importance {
    @Override
    public String name() {
        return "taylor";
    }

    @Override
    public String description() {
        return "%s of %s".formatted(name(), evidence.description());
    }

    @Override
    public Map<String, double[]> scores(Model model, ChannelGroups groups) {
        Map<String, double[]> scores = new LinkedHashMap<>();
        evidence.gradients(model, groups)
                .taylor()
                .forEach((group, own) -> scores.put(group, SliceScores.normalized(own)));
        return scores;
    }
}
