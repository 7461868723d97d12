package io.espalier.zoo.repair;

import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The equations of a layer of a cut network from the inputs that it has in it, which the layers before it have changed,
 * against those of the uncut network on the same windows.
 */
final class DriftProducts {
    private final Stage cut;
    private final Stage parent;
    private final long seed;

    /** Arguments as of {@link Repair#inOrder}. */
    DriftProducts(InferenceRuntime runtime, int threads, Iterable<Map<String, Tensor>> batches, long seed) {
        this.cut = new Stage(runtime, threads, batches);
        this.parent = new Stage(runtime, threads, batches);
        this.seed = seed;
    }

    /** Sums over samples of one group. */
    private static final class Sums {
        private final int left;
        private final int all;
        private final double[] among;
        private final double[] across;
        private long rows;

        Sums(int left, int all) {
            this.left = left;
            this.all = all;
            among = new double[left * left];
            across = new double[left * all];
        }

        void add(double[] cut, double[] uncut, int count) {
            Algebra.addProducts(cut, cut, count, left, left, among);
            Algebra.addProducts(cut, uncut, count, left, all, across);
            rows += count;
        }

        Equations means() {
            return new Equations(divided(among), divided(across));
        }

        private double[] divided(double[] values) {
            double[] means = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                means[i] = values[i] / rows;
            }
            return means;
        }
    }

    /**
     * One for each group of the layer as it is cut.
     *
     * @param layer as it is in {@code cutModel}
     * @param whole as it is in {@code parentModel}
     * @param groups of {@code whole} that are left
     */
    List<Equations> of(LinearLayer layer, LinearLayer whole, int[] groups, Model cutModel, Model parentModel) {
        cut.advance(cutModel, layer.node());
        parent.advance(parentModel, whole.node());
        List<Sums> sums = IntStream.range(0, groups.length)
                .mapToObj(group -> new Sums(layer.columns() + 1, whole.columns() + 1))
                .toList();
        SplittableRandom random = new SplittableRandom(seed);
        try (Stage.Tap ofCut = cut.tap(cutModel, layer.input());
                Stage.Tap ofParent = parent.tap(parentModel, whole.input())) {
            Iterator<Map<String, Tensor>> parentBatches = parent.samples().iterator();
            for (Map<String, Tensor> batch : cut.samples()) {
                Tensor left = ofCut.of(batch);
                Tensor all = ofParent.of(parentBatches.next());
                float[] leftData = left.floats();
                float[] allData = all.floats();
                for (int[] chunk : SampledRows.chunks(SampledRows.choose(whole, all.shape(), random))) {
                    for (int group = 0; group < groups.length; group++) {
                        sums.get(group)
                                .add(
                                        SampledRows.of(layer, group, leftData, left.shape(), chunk),
                                        SampledRows.of(whole, groups[group], allData, all.shape(), chunk),
                                        chunk.length);
                    }
                }
            }
        }
        return sums.stream().map(Sums::means).toList();
    }
}
