package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.weights.Tensor;
import java.util.Arrays;
import java.util.List;

/** Magnitudes of the parts of weights that belong to units, made comparable between weights. */
final class SliceScores {
    private SliceScores() {}

    /** The mean of {@code |w|^order} over each position of an axis. */
    static double[] perPosition(Tensor weight, int axis, int order) {
        float[] values = weight.floats();
        Longs shape = weight.shape();
        int inner = 1;
        for (int i = axis + 1; i < shape.size(); i++) {
            inner *= shape.intAt(i);
        }
        double[] sums = new double[shape.intAt(axis)];
        for (int i = 0; i < values.length; i++) {
            double magnitude = Math.abs((double) values[i]);
            sums[i / inner % sums.length] += order == 1 ? magnitude : magnitude * magnitude;
        }
        double count = (double) values.length / Math.max(1, sums.length);
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= count;
        }
        return sums;
    }

    /** Adds a slice's scores, divided by their mean, to {@code sums}, and 1 to {@code counts}, of the units it reaches. */
    static void add(ChannelSlice slice, double[] perPosition, int order, double[] sums, int[] counts) {
        List<Longs> indices = slice.indices();
        double[] scores = new double[indices.size()];
        double total = 0;
        int reached = 0;
        for (int unit = 0; unit < scores.length; unit++) {
            Longs positions = indices.get(unit);
            if (!positions.isEmpty()) {
                double mean = positions.stream()
                                .mapToDouble(i -> perPosition[(int) i])
                                .sum()
                        / positions.size();
                scores[unit] = order == 1 ? mean : Math.sqrt(mean);
                total += scores[unit];
                reached++;
            }
        }
        double mean = total / Math.max(1, reached);
        for (int unit = 0; unit < scores.length; unit++) {
            if (!indices.get(unit).isEmpty()) {
                sums[unit] += mean > 0 ? scores[unit] / mean : 1;
                counts[unit]++;
            }
        }
    }

    /** The means; 1 for a unit that no slice reaches. */
    static double[] means(double[] sums, int[] counts) {
        double[] means = new double[sums.length];
        Arrays.setAll(means, unit -> counts[unit] == 0 ? 1 : sums[unit] / counts[unit]);
        return means;
    }

    /** Whether {@code weight} is the scale of a batch normalization. */
    static boolean isBatchNormScale(ModelGraph graph, String weight) {
        return graph.consumers(weight).stream()
                .anyMatch(node -> node.operator() instanceof Operator.Normalization normalization
                        && normalization.kind() == Operator.Normalization.Kind.BATCH
                        && node.input(1).equals(weight));
    }
}
