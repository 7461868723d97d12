package io.espalier.zoo.lowrank;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.transform.DeadNodes;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The low-rank factorizations of a network's layers: convolutions, grouped ones group by group, Gemm and products with a
 * matrix. Transposed convolutions and weights that are not 32-bit floats are left alone. The decomposition of all layers is
 * made once; networks of any ranks follow from it.
 */
public final class LowRank {
    private final Model model;
    private final Shapes shapes;
    private final List<LowRankLayer> layers;

    private LowRank(Model model, Shapes shapes, List<LowRankLayer> layers) {
        this.model = model;
        this.shapes = shapes;
        this.layers = List.copyOf(layers);
    }

    /**
     * Decomposes all layers of {@code model}.
     *
     * @param forms in which; a convolution of a window without two axes longer than 1 has no spatial one
     */
    public static LowRank of(Model model, Set<LowRankForm> forms) {
        ModelGraph graph = model.graph();
        Shapes shapes = ShapeInference.infer(graph);
        List<LowRankLayer> layers = new ArrayList<>();
        for (Node node : graph.nodes()) {
            for (LowRankForm form : LowRankForm.values()) {
                if (forms.contains(form)) {
                    factoring(graph, node, form)
                            .map(found -> LowRankLayer.of(
                                    graph,
                                    shapes,
                                    node,
                                    form,
                                    found,
                                    model.weights().get(node.input(1))))
                            .ifPresent(layers::add);
                }
            }
        }
        return new LowRank(model, shapes, layers);
    }

    private static Optional<Factoring> factoring(ModelGraph graph, Node node, LowRankForm form) {
        TensorType type = graph.weights().get(node.input(1));
        if (type == null || type.dataType() != DataType.FLOAT) {
            return Optional.empty();
        }
        Longs shape = Longs.of(type.shape().toArray());
        if (node.operator() instanceof Operator.Convolution convolution) {
            boolean spatial = form == LowRankForm.SPATIAL;
            boolean has = !spatial || (shape.size() == 4 && shape.at(2) > 1 && shape.at(3) > 1);
            return convolution.transposed() || !has
                    ? Optional.empty()
                    : Optional.of(new ConvolutionFactoring(convolution, shape, spatial));
        }
        if (form != LowRankForm.CHANNEL || shape.size() != 2) {
            return Optional.empty();
        }
        if (node.operator() instanceof Operator.Gemm gemm) {
            return Optional.of(dense(gemm, gemm.transposeB(), shape));
        }
        return node.operator() instanceof Operator.MatMul product
                ? Optional.of(dense(product, false, shape))
                : Optional.empty();
    }

    private static Factoring dense(Operator operator, boolean outputsFirst, Longs shape) {
        return new DenseFactoring(
                operator, outputsFirst, shape.intAt(outputsFirst ? 0 : 1), shape.intAt(outputsFirst ? 1 : 0));
    }

    /** In the order of the nodes, a layer once for each of its forms. */
    public List<LowRankLayer> layers() {
        return layers;
    }

    /** A layer that is replaced. @param rank 1 to its full rank */
    public record Choice(LowRankLayer layer, int rank) {
        public Choice {
            if (rank < 1 || rank > layer.fullRank()) {
                throw new IllegalArgumentException("The rank (%d) of the layer (%s) must be 1 to %d."
                        .formatted(rank, layer.node(), layer.fullRank()));
            }
        }

        /** Whether it takes fewer MACs than the layer as it is. */
        public boolean saves() {
            return layer.macs(rank) < layer.macs();
        }
    }

    /**
     * What a rule chooses: for each layer the form of fewest MACs, and only where that saves some.
     *
     * @throws IllegalArgumentException when even rank 1 leaves more MACs than wanted
     */
    public List<Choice> choose(RankRule rule) {
        if (rule instanceof RankRule.Share share) {
            return cheapest(layer -> Math.max(1, (int) Math.round(share.share() * layer.fullRank())));
        }
        if (rule instanceof RankRule.Energy energy) {
            return cheapest(layer -> layer.rank(energy.share()));
        }
        return withinMacs(((RankRule.Macs) rule).share());
    }

    private List<Choice> withinMacs(double share) {
        long all = Macs.of(model.graph(), shapes);
        List<Choice> least = cheapest(layer -> 1);
        if (macs(least) > share * all) {
            throw new IllegalArgumentException(
                    "Rank 1 in all layers leaves %.1f %% of the MACs, more than %.1f %%.%nMaybe cut channels as well."
                            .formatted(100.0 * macs(least) / all, 100 * share));
        }
        double low = 0;
        double high = 1;
        List<Choice> best = least;
        for (int halving = 0; halving < 40; halving++) {
            double middle = (low + high) / 2;
            List<Choice> chosen = cheapest(layer -> layer.rank(middle));
            if (macs(chosen) <= share * all) {
                best = chosen;
                low = middle;
            } else {
                high = middle;
            }
        }
        return best;
    }

    private List<Choice> cheapest(ToIntFunction<LowRankLayer> rank) {
        Map<String, Choice> byNode = new LinkedHashMap<>();
        for (LowRankLayer layer : layers) {
            Choice choice = new Choice(layer, rank.applyAsInt(layer));
            Choice other = byNode.get(layer.node());
            boolean better =
                    other == null || layer.macs(choice.rank()) < other.layer().macs(other.rank());
            if (better && choice.saves()) {
                byNode.put(layer.node(), choice);
            }
        }
        return List.copyOf(byNode.values());
    }

    /** Multiply-accumulates of the network with {@code choices} made, for one sample. */
    public long macs(List<Choice> choices) {
        long macs = Macs.of(model.graph(), shapes);
        for (Choice choice : choices) {
            macs += choice.layer().macs(choice.rank()) - choice.layer().macs();
        }
        return macs;
    }

    /** The network with two layers for each chosen one. At full ranks it computes the same. */
    public Model factored(List<Choice> choices) {
        ModelGraph graph = model.graph();
        Map<String, Tensor> factors = new LinkedHashMap<>();
        for (Choice choice : choices) {
            TwoLayers two = choice.layer().atRank(graph, choice.rank());
            graph = two.in(graph);
            factors.put(two.first().input(1), choice.layer().first(choice.rank()));
            factors.put(two.second().input(1), choice.layer().second(choice.rank()));
        }
        return DeadNodes.remove(new Model(graph, model.weights().with(factors)));
    }
}
