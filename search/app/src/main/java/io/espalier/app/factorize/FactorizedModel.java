package io.espalier.app.factorize;

import io.espalier.app.prune.OneShotPruning.Change;
import io.espalier.zoo.graph.Parameters;
import io.espalier.zoo.lowrank.LowRank;
import io.espalier.zoo.lowrank.LowRankForm;
import io.espalier.zoo.lowrank.LowRankLayer;
import io.espalier.zoo.lowrank.RankRule;
import io.espalier.zoo.weights.Model;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A model with layers in two, and what that changed.
 *
 * @param macs counted on the models as they are, like {@code params}
 * @param layers those that are replaced, in order
 */
public record FactorizedModel(Model model, Change macs, Change params, List<Layer> layers) {
    public FactorizedModel {
        layers = List.copyOf(layers);
    }

    /**
     * One replaced layer.
     *
     * @param node its name
     * @param form {@code channel} or {@code spatial}
     * @param rank of each group
     * @param energy share of the squares of its weight that is left, 0 to 1
     */
    public record Layer(String node, String form, int rank, int fullRank, double energy, Change macs) {}

    /** Factorizes {@code model} without training. Throws like {@link LowRank#choose}. */
    public static FactorizedModel of(Model model, Set<LowRankForm> forms, RankRule rule) {
        LowRank lowRank = LowRank.of(model, forms);
        List<LowRank.Choice> choices = lowRank.choose(rule);
        Model factored = lowRank.factored(choices);
        return new FactorizedModel(
                factored,
                new Change(lowRank.macs(List.of()), lowRank.macs(choices)),
                new Change(Parameters.of(model.graph()), Parameters.of(factored.graph())),
                choices.stream().map(FactorizedModel::layer).toList());
    }

    private static Layer layer(LowRank.Choice choice) {
        LowRankLayer layer = choice.layer();
        return new Layer(
                layer.node(),
                layer.form().name().toLowerCase(Locale.ROOT),
                choice.rank(),
                layer.fullRank(),
                layer.energy(choice.rank()),
                new Change(layer.macs(), layer.macs(choice.rank())));
    }
}
