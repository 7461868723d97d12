package io.espalier.search.evaluate;

import io.espalier.cost.CostQuery;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.measure.Kernels;
import io.espalier.search.space.Assembler;
import io.espalier.search.space.Recipe;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The query about a recipe. What a cost model does not look at is not made: a sum over kernels needs no graph. */
final class RecipeQuery implements CostQuery {
    private final Assembler assembler;
    private final Recipe recipe;
    private final Function<Node, Precision> precision;
    private final List<HardwareProfile> profiles;
    private final Optional<CostQuery> parent;
    // Two threads may make the same one, which is equal.
    private volatile @Nullable ModelGraph graph;
    private volatile @Nullable Shapes shapes;
    private volatile @Nullable List<Kernel> kernels;

    RecipeQuery(Assembler assembler, Recipe recipe, List<HardwareProfile> profiles, Optional<CostQuery> parent) {
        this.assembler = assembler;
        this.recipe = recipe;
        this.precision = Assembler.precision(recipe);
        this.profiles = profiles;
        this.parent = parent;
    }

    @Override
    public ModelGraph graph() {
        ModelGraph made = graph;
        if (made == null) {
            made = assembler.structure(recipe);
            graph = made;
        }
        return made;
    }

    @Override
    public Shapes shapes() {
        Shapes made = shapes;
        if (made == null) {
            made = ShapeInference.infer(graph());
            shapes = made;
        }
        return made;
    }

    @Override
    public Precision precision(Node node) {
        return precision.apply(node);
    }

    @Override
    public List<Kernel> kernels() {
        List<Kernel> made = kernels;
        if (made == null) {
            made = assembler.kernels(recipe, () -> Kernels.of(graph(), shapes(), precision));
            kernels = made;
        }
        return made;
    }

    @Override
    public List<HardwareProfile> profiles() {
        return profiles;
    }

    @Override
    public Optional<CostQuery> parent() {
        return parent;
    }
}
