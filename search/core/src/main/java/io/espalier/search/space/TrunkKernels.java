package io.espalier.search.space;

import io.espalier.profile.Kernel;
import io.espalier.profile.measure.CutKernels;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.prune.AxisWidths;
import io.espalier.zoo.prune.Pruner;
import io.espalier.zoo.prune.WidthPlanner;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The kernels of the cuts of one trunk, at each of the precisions that recipes ask for. Thread-safe. */
final class TrunkKernels {
    /** A search knows one or two; others take the general way. */
    private static final int MOST_PRECISIONS = 4;

    private final Pruner pruner;
    private final AxisWidths widths;
    private final boolean keepsNodes;
    private final Map<Map<String, Precision>, CutKernels> byPrecision = new ConcurrentHashMap<>();

    private TrunkKernels(Pruner pruner, AxisWidths widths, boolean keepsNodes) {
        this.pruner = pruner;
        this.widths = widths;
        this.keepsNodes = keepsNodes;
    }

    /** @param decided ids of the groups that can lose units */
    static TrunkKernels of(Pruner pruner, WidthPlanner planner, Collection<String> decided) {
        return new TrunkKernels(pruner, AxisWidths.of(planner), keepsNodes(pruner, planner, decided));
    }

    /** Whether even the largest cut has all nodes: a cut may leave some that only compute what it writes anew. */
    private static boolean keepsNodes(Pruner pruner, WidthPlanner planner, Collection<String> decided) {
        Map<String, Integer> least = new HashMap<>();
        decided.forEach(group -> least.put(group, 1));
        List<String> left = pruner.structure(planner.plan(least)).nodes().stream()
                .map(Node::name)
                .toList();
        return left.equals(
                pruner.groups().graph().nodes().stream().map(Node::name).toList());
    }

    /** @param general finds the kernels of {@code recipe} from its structure */
    List<Kernel> of(Recipe recipe, Supplier<List<Kernel>> general) {
        CutKernels known = keepsNodes ? byPrecision.get(recipe.precision()) : null;
        if (known == null) {
            if (!keepsNodes || byPrecision.size() >= MOST_PRECISIONS) {
                return general.get();
            }
            known = byPrecision.computeIfAbsent(
                    recipe.precision(), precision -> CutKernels.of(pruner.groups(), Assembler.precision(recipe)));
        }
        return known.of(widths.of(recipe.keptUnits()), general);
    }
}
