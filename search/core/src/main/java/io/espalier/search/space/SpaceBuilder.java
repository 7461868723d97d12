package io.espalier.search.space;

import io.espalier.profile.measure.NetworkRequest;
import io.espalier.profile.measure.WidthSweep;
import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.transform.ResidualBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Makes the search space of a parent: first what has to be measured to find the steps of its widths, then the decisions,
 * then which networks name all of its kernels.
 */
public final class SpaceBuilder {
    private static final int MOST_WIDTHS = 16;
    /** What the groups that are cut beside half of the others lose, in sixteenths of their units. */
    private static final int[] CUTS_BESIDE = {1, 2, 4, 6};

    private static final int SIXTEENTHS = 16;

    private final Parent parent;
    private final Assembler assembler;

    public SpaceBuilder(Parent parent) {
        this.parent = parent;
        this.assembler = new Assembler(parent, AxisDivisors.NONE);
    }

    /** For each prunable group, the parent cut in this group alone: a profile's sweep over its widths. */
    public List<WidthSweep> sweeps() {
        List<WidthSweep> sweeps = new ArrayList<>();
        for (ChannelGroup group : parent.groups().groups()) {
            if (parent.scores().containsKey(group.id())) {
                sweeps.add(new WidthSweep(group.id(), group.channels(), kept -> {
                    Recipe recipe = Recipe.of(
                            List.of(), kept == group.channels() ? Map.of() : Map.of(group.id(), kept), Map.of());
                    return request(assembler, group.id() + "=" + kept, recipe);
                }));
            }
        }
        return sweeps;
    }

    /**
     * Cuts of all groups together: every other group at half its width, the others a little narrower, and the other way
     * round. Most kernels lie between two such groups, so these show their steps at half the width of the other axis.
     */
    public List<NetworkRequest> cutsTogether() {
        List<WidthSweep> sweeps = sweeps();
        List<NetworkRequest> cuts = new ArrayList<>();
        for (int halved = 0; halved < Math.min(2, sweeps.size()); halved++) {
            for (int cut : CUTS_BESIDE) {
                Map<String, Integer> kept = new HashMap<>();
                for (int i = 0; i < sweeps.size(); i++) {
                    int units = sweeps.get(i).units();
                    int lost = i % 2 == halved ? units / 2 : (units * cut + SIXTEENTHS - 1) / SIXTEENTHS;
                    kept.put(sweeps.get(i).group(), Math.max(1, units - lost));
                }
                cuts.add(request(assembler, "half%d-%d".formatted(halved, cut), Recipe.of(List.of(), kept, Map.of())));
            }
        }
        return cuts;
    }

    /**
     * The decisions of these kinds.
     *
     * @param divisors of a group, ascending: the widths offered are multiples of them and the full width; empty: all
     *     widths
     * @param precisions that the device accelerates; {@link Precision#FP32} may be among them
     */
    public SearchSpace space(
            Set<DecisionKind> kinds, Function<WidthSweep, List<Integer>> divisors, Collection<Precision> precisions) {
        List<Decision> decisions = new ArrayList<>();
        if (kinds.contains(DecisionKind.DEPTH)) {
            for (ResidualBlock block : parent.blocks()) {
                if (block.removable()) {
                    decisions.add(new Decision.RemoveBlock(block.id()));
                }
            }
        }
        if (kinds.contains(DecisionKind.WIDTHS)) {
            Map<String, Set<String>> goneWith = kinds.contains(DecisionKind.DEPTH) ? goneWith() : Map.of();
            for (WidthSweep sweep : sweeps()) {
                List<Integer> widths = widths(sweep.units(), divisors.apply(sweep));
                if (widths.size() > 1) {
                    decisions.add(
                            new Decision.Width(sweep.group(), widths, goneWith.getOrDefault(sweep.group(), Set.of())));
                }
            }
        }
        if (kinds.contains(DecisionKind.PRECISION) && precisions.size() > 1) {
            List<Precision> ascending = new ArrayList<>(precisions);
            ascending.sort((a, b) -> a.weightBits() != b.weightBits()
                    ? a.weightBits() - b.weightBits()
                    : a.activationBits() - b.activationBits());
            decisions.add(new Decision.ModelPrecision(ascending));
        }
        return new SearchSpace(decisions);
    }

    static List<Integer> widths(int units, List<Integer> divisors) {
        TreeSet<Integer> widths = new TreeSet<>(Set.of(units));
        for (int divisor : divisors.isEmpty() ? List.of(1) : divisors) {
            int step = Math.max(1, divisor);
            int stride = step * Math.max(1, (units / step + MOST_WIDTHS - 1) / MOST_WIDTHS);
            for (int width = stride; width < units; width += stride) {
                widths.add(width);
            }
            if (step < units) {
                widths.add(step);
            }
        }
        return List.copyOf(widths);
    }

    /** By group: the blocks that take it away, or merge it, when they are removed. */
    private Map<String, Set<String>> goneWith() {
        Map<String, Set<String>> gone = new HashMap<>();
        Set<String> all = assembler.widths(Set.of()).keySet();
        for (ResidualBlock block : parent.blocks()) {
            if (block.removable()) {
                Set<String> left = assembler.widths(Set.of(block.id())).keySet();
                all.stream()
                        .filter(group -> !left.contains(group))
                        .forEach(group -> gone.computeIfAbsent(group, key -> new TreeSet<>())
                                .add(block.id()));
            }
        }
        return gone;
    }

    /**
     * The parent, then random networks of {@code space}, each structure once: together they name its kernels.
     *
     * @param count how many are drawn
     */
    public static List<NetworkRequest> samples(Assembler assembler, SearchSpace space, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<Recipe> recipes = new LinkedHashSet<>(List.of(Recipe.PARENT));
        recipes.add(assembler.recipe(space, space.smallest()).cut());
        for (int i = 0; i < space.size(); i++) {
            for (int index = 0; index < space.decisions().get(i).alternatives(); index++) {
                recipes.add(
                        assembler.recipe(space, space.largest().with(i, index)).cut());
            }
        }
        for (int i = 0; i < count; i++) {
            recipes.add(assembler.recipe(space, space.random(random)).cut());
        }
        List<NetworkRequest> requests = new ArrayList<>();
        for (Recipe recipe : recipes) {
            String name =
                    recipe.isWhole() ? "parent" : assembler.id(recipe).hash().substring(0, 12);
            requests.add(request(assembler, name, recipe));
        }
        return requests;
    }

    private static NetworkRequest request(Assembler assembler, String name, Recipe recipe) {
        return new NetworkRequest(name, assembler.structure(recipe), () -> assembler.cut(recipe));
    }
}
