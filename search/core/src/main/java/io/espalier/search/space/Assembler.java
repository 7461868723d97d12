package io.espalier.search.space;

import io.espalier.profile.Kernel;
import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.prune.KeptPositions;
import io.espalier.zoo.prune.PruningPlan;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes recipes of candidates, and networks of recipes: blocks first, then the groups of what is left, then widths, then
 * precision. Structures are cheap; only {@link #cut} touches weights. Thread-safe.
 */
public final class Assembler {
    private final Parent parent;
    private final AxisDivisors divisors;
    private final TrunkCache trunks;

    /** @param divisors for the repair of kernel axes that are sums over groups */
    public Assembler(Parent parent, AxisDivisors divisors) {
        this.parent = parent;
        this.divisors = divisors;
        this.trunks = new TrunkCache(parent);
    }

    public Parent parent() {
        return parent;
    }

    /** What a candidate means, repaired and canonical: choices without effect are gone. */
    public Recipe recipe(SearchSpace space, Candidate candidate) {
        Choices choices = Choices.of(space, space.checked(candidate));
        Trunk trunk = trunk(choices.removed());
        Map<String, Integer> kept = new TreeMap<>(choices.kept());
        kept.keySet().retainAll(trunk.widths().keySet());
        new AxisRepair(divisors).repair(trunk.axes(), trunk.widths(), kept, choices.precision());
        kept.entrySet().removeIf(entry -> entry.getValue().equals(trunk.widths().get(entry.getKey())));
        return Recipe.of(choices.removed(), kept, trunk.precisions(choices.precision()));
    }

    /** The same cut at another precision of all kernels that can have it. */
    public Recipe atPrecision(Recipe recipe, Precision precision) {
        return Recipe.of(
                recipe.removedBlocks(),
                recipe.keptUnits(),
                trunk(recipe.removedBlocks()).precisions(precision));
    }

    public CandidateId id(Recipe recipe) {
        return CandidateId.of(parent.hash(), recipe);
    }

    /** The structure as exported, in floating point. */
    public ModelGraph structure(Recipe recipe) {
        return trunk(recipe.removedBlocks()).pruner().structure(plan(recipe));
    }

    /**
     * The kernels of {@link #structure} at the recipe's precisions.
     *
     * @param general finds them from the structure; asked where they do not follow from widths
     */
    public List<Kernel> kernels(Recipe recipe, Supplier<List<Kernel>> general) {
        return trunk(recipe.removedBlocks()).kernels().of(recipe, general);
    }

    /** In which precision each node of {@link #structure} runs. */
    public static Function<Node, Precision> precision(Recipe recipe) {
        return node -> recipe.precision().getOrDefault(node.name(), Precision.FP32);
    }

    /** The cut network with the parent's weights, in floating point, nothing corrected. */
    public Model cut(Recipe recipe) {
        return cut(recipe, parent.model().weights());
    }

    /** The cut network with other weights of the parent's names and shapes. */
    public Model cut(Recipe recipe, Weights weights) {
        return trunk(recipe.removedBlocks()).pruner().model(weights, plan(recipe));
    }

    /**
     * The cut network that starts from another cut's trained weights; where that one has none, from the parent's.
     *
     * @param trained a network of the structure of {@code from}
     * @throws IllegalArgumentException unless {@code from} keeps all that {@code recipe} keeps
     */
    public Model cut(Recipe recipe, Recipe from, Model trained) {
        if (!recipe.isWithin(from)) {
            throw new IllegalArgumentException(
                    "The cut (%s) is not within (%s).".formatted(recipe.canonical(), from.canonical()));
        }
        return cut(recipe, WideWeights.widen(parent.model().weights(), kept(from), trained.weights()));
    }

    /** What the cut leaves of the weights of the network of {@code from}, which it is within. */
    public KeptPositions kept(Recipe recipe, Recipe from) {
        Weights whole = parent.model().weights();
        return kept(recipe)
                .within(kept(from), (weight, axis) -> whole.get(weight).shape().intAt(axis));
    }

    private KeptPositions kept(Recipe recipe) {
        return trunk(recipe.removedBlocks()).pruner().kept(plan(recipe));
    }

    /** By name of a convolution or dense layer: the parent's output channels that are left, ascending. */
    public Map<String, int[]> keptOutputs(Recipe recipe) {
        return trunk(recipe.removedBlocks()).pruner().keptOutputs(plan(recipe));
    }

    /** Units of each group that a width still decides on when these blocks are removed. */
    Map<String, Integer> widths(Set<String> removedBlocks) {
        return trunk(removedBlocks).widths();
    }

    private PruningPlan plan(Recipe recipe) {
        if (recipe.keptUnits().isEmpty()) {
            return PruningPlan.nothing();
        }
        return trunk(recipe.removedBlocks()).planner().plan(recipe.keptUnits());
    }

    private Trunk trunk(Set<String> removedBlocks) {
        return trunks.trunk(removedBlocks);
    }

    /** The units of a group of the parent. @throws IllegalArgumentException when there is none of that id */
    public int units(String group) {
        return parent.groups()
                .group(group)
                .map(ChannelGroup::channels)
                .orElseThrow(() -> new IllegalArgumentException("There is no group (%s).".formatted(group)));
    }
}
