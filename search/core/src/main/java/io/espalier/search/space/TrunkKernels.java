package io.espalier.search.space;

import io.espalier.profile.Kernel;
import io.espalier.profile.measure.CutKernels;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.prune.AxisWidths;
import io.espalier.zoo.prune.Pruner;
import io.espalier.zoo.prune.WidthPlanner;
import io.espalier.zoo.prune.WidthProbe;
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
    private final boolean cutsOnlyWidths;
    private final Map<Map<String, Precision>, CutKernels> byPrecision = new ConcurrentHashMap<>();

    private TrunkKernels(Pruner pruner, AxisWidths widths, boolean cutsOnlyWidths) {
        this.pruner = pruner;
        this.widths = widths;
        this.cutsOnlyWidths = cutsOnlyWidths;
    }

    /** @param decided ids of the groups that can lose units */
    static TrunkKernels of(Pruner pruner, WidthPlanner planner, Collection<String> decided) {
        AxisWidths widths = AxisWidths.of(planner);
        return new TrunkKernels(pruner, widths, cutsOnlyWidths(pruner, planner, widths, decided));
    }

    /**
     * Whether cuts differ in widths alone, seen at the largest: it has all nodes, though a cut may leave some that only
     * compute what it writes anew, and its shapes are those of the widths of its axes.
     */
    private static boolean cutsOnlyWidths(
            Pruner pruner, WidthPlanner planner, AxisWidths widths, Collection<String> decided) {
        Map<String, Integer> least = new HashMap<>();
        decided.forEach(group -> least.put(group, 1));
        ModelGraph whole = pruner.groups().graph();
        ModelGraph cut = pruner.structure(planner.plan(least));
        if (!names(cut).equals(names(whole))) {
            return false;
        }
        try {
            Shapes found = ShapeInference.infer(cut);
            Shapes expected = WidthProbe.of(pruner.groups(), widths.of(least)).shapes();
            return whole.nodes().stream()
                    .flatMap(node -> node.outputs().stream())
                    .allMatch(value -> found.type(value).equals(expected.type(value)));
        } catch (InvalidModelException e) {
            return false; // that cut fails when somebody asks for it; others may not
        }
    }

    private static List<String> names(ModelGraph graph) {
        return graph.nodes().stream().map(Node::name).toList();
    }

    /** @param general finds the kernels of {@code recipe} from its structure */
    List<Kernel> of(Recipe recipe, Supplier<List<Kernel>> general) {
        CutKernels known = byPrecision.get(recipe.precision());
        if (known == null) {
            if (!cutsOnlyWidths || byPrecision.size() >= MOST_PRECISIONS) {
                return general.get();
            }
            known = byPrecision.computeIfAbsent(
                    recipe.precision(), precision -> CutKernels.of(pruner.groups(), Assembler.precision(recipe)));
        }
        return known.of(widths.of(recipe.keptUnits()), general);
    }
}
