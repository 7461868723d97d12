package io.espalier.search.space;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.prune.PruningPlans;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.ResidualBlock;
import io.espalier.zoo.transform.ResidualBlocks;
import io.espalier.zoo.weights.Model;
import java.util.List;
import java.util.Map;

/**
 * The network to be cut, with what is known about it once and for all: its channel groups, its residual blocks, and how
 * much each unit matters. Immutable.
 *
 * @param hash content hash of the model, part of every {@link CandidateId}
 * @param model as exported: constants and batch normalization folded
 * @param scores importance of every unit by group id; higher is kept longer
 * @param importance what the scores are
 */
public record Parent(
        String hash,
        Model model,
        ChannelGroups groups,
        List<ResidualBlock> blocks,
        Map<String, double[]> scores,
        String importance) {
    public Parent {
        blocks = List.copyOf(blocks);
        scores = Map.copyOf(scores);
    }

    /**
     * @param model as the user gave it
     * @param hash SHA-256 of its file, or of its weights and structure
     */
    public static Parent of(Model model, String hash, Importance importance) {
        Model exported = ExportForm.of(model);
        ChannelGroups groups = ChannelGroups.of(exported.graph());
        return new Parent(
                hash,
                exported,
                groups,
                ResidualBlocks.of(exported.graph()),
                PruningPlans.scores(exported, groups, importance),
                importance.name());
    }
}
