package io.espalier.zoo.lowrank;

import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.weights.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** One layer, decomposed: what it costs and how much of it is left at each rank. */
public final class LowRankLayer {
    private final Node node;
    private final LowRankForm form;
    private final Factoring factoring;
    private final List<SingularValues> groups;
    private final long macs;
    private final long macsOfRankOne;

    private LowRankLayer(
            Node node, LowRankForm form, Factoring factoring, List<SingularValues> groups, long macs, long unit) {
        this.node = node;
        this.form = form;
        this.factoring = factoring;
        this.groups = groups;
        this.macs = macs;
        this.macsOfRankOne = unit;
    }

    static LowRankLayer of(
            ModelGraph graph, Shapes shapes, Node node, LowRankForm form, Factoring factoring, Tensor weight) {
        float[] values = weight.floats();
        List<SingularValues> groups = IntStream.range(0, factoring.groups())
                .mapToObj(group -> decomposed(factoring, values, group))
                .toList();
        TwoLayers one = new TwoLayers(graph, node, factoring, 1);
        ModelGraph thin = one.in(graph);
        Shapes thinShapes = ShapeInference.infer(thin);
        long unit = Macs.of(thin, one.first(), thinShapes) + Macs.of(thin, one.second(), thinShapes);
        return new LowRankLayer(node, form, factoring, groups, Macs.of(graph, node, shapes), unit);
    }

    private static SingularValues decomposed(Factoring factoring, float[] values, int group) {
        double[] matrix = new double[factoring.rows() * factoring.columns()];
        for (int row = 0; row < factoring.rows(); row++) {
            for (int column = 0; column < factoring.columns(); column++) {
                matrix[row * factoring.columns() + column] = values[factoring.at(group, row, column)];
            }
        }
        return SingularValues.of(matrix, factoring.rows(), factoring.columns());
    }

    /** Name of the layer's node. */
    public String node() {
        return node.name();
    }

    public LowRankForm form() {
        return form;
    }

    /** From this rank on the two layers compute what the one does. Of one group. */
    public int fullRank() {
        return factoring.fullRank();
    }

    /** Multiply-accumulates of the layer as it is, for one sample. */
    public long macs() {
        return macs;
    }

    /** Multiply-accumulates of the two layers, for one sample: linear in the rank. */
    public long macs(int rank) {
        return rank * macsOfRankOne;
    }

    /** The share of the squares of the weight that is left, 0 to 1; of a weight of zeros 1. */
    public double energy(int rank) {
        double kept = 0;
        double all = 0;
        for (SingularValues group : groups) {
            for (int component = 0; component < fullRank(); component++) {
                double square = group.values()[component] * group.values()[component];
                all += square;
                kept += component < rank ? square : 0;
            }
        }
        return all == 0 ? 1 : Math.min(1, kept / all);
    }

    /** The smallest rank that leaves this share. */
    public int rank(double energy) {
        int rank = 1;
        while (rank < fullRank() && energy(rank) < energy) {
            rank++;
        }
        return rank;
    }

    TwoLayers atRank(ModelGraph graph, int rank) {
        return new TwoLayers(graph, node, factoring, rank);
    }

    /** The weight of the first layer. */
    Tensor first(int rank) {
        float[] values = new float[Math.toIntExact(factoring.firstShape(rank).product())];
        for (int group = 0; group < factoring.groups(); group++) {
            for (int component = 0; component < rank; component++) {
                for (int column = 0; column < factoring.columns(); column++) {
                    values[factoring.first(group, component, column, rank)] =
                            (float) groups.get(group).right(component, column);
                }
            }
        }
        return Tensor.ofFloats(factoring.firstShape(rank), values);
    }

    /** The weight of the second layer. */
    Tensor second(int rank) {
        float[] values = new float[Math.toIntExact(factoring.secondShape(rank).product())];
        for (int group = 0; group < factoring.groups(); group++) {
            for (int row = 0; row < factoring.rows(); row++) {
                for (int component = 0; component < rank; component++) {
                    values[factoring.second(group, row, component, rank)] =
                            (float) groups.get(group).left(row, component);
                }
            }
        }
        return Tensor.ofFloats(factoring.secondShape(rank), values);
    }
}
