package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.weights.Model;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much the loss would change, to second order, without a unit: the sum of {@code w² · g²} over all parameters that go
 * with the unit, averaged over minibatches, {@code g²} standing for the diagonal of the Hessian (empirical Fisher
 * information). LeCun et al., "Optimal Brain Damage" (1990), and Theis et al., "Faster gaze prediction with dense networks
 * and Fisher pruning" (2018). The smaller the minibatches, the nearer. Divided by the group's mean.
 */
record FisherImportance(Evidence evidence) implements Importance {
    @Override
    public String name() {
        return "fisher";
    }

    @Override
    public String description() {
        return "%s of %s".formatted(name(), evidence.description());
    }

    @Override
    public Map<String, double[]> scores(Model model, ChannelGroups groups) {
        Map<String, double[]> scores = new LinkedHashMap<>();
        evidence.gradients(model, groups)
                .fisher()
                .forEach((group, own) -> scores.put(group, SliceScores.normalized(own)));
        return scores;
    }
}
