package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.weights.Model;
import java.util.LinkedHashMap;
import java.util.Map;

/** An importance that looks at the weights of one group at a time. */
interface WeightImportance extends Importance {

    /** One score a unit of {@code group}. */
    double[] scores(Model model, ChannelGroup group);

    @Override
    default Map<String, double[]> scores(Model model, ChannelGroups groups) {
        Map<String, double[]> scores = new LinkedHashMap<>();
        for (ChannelGroup group : groups.prunable()) {
            scores.put(group.id(), scores(model, group));
        }
        return scores;
    }
}
