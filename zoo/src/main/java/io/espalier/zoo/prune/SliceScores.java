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

    /** The mean of {@code perPosition} over each unit's positions; not a number for a unit that the slice does not reach. */
    static double[] perUnit(ChannelSlice slice, double[] perPosition) {
        List<Longs> indices = slice.indices();
        double[] units = new double[indices.size()];
        for (int unit = 0; unit < units.length; unit++) {
            Longs positions = indices.get(unit);
            double sum = 0;
            for (int i = 0; i < positions.size(); i++) {
                sum += perPosition[positions.intAt(i)];
            }
            units[unit] = positions.isEmpty() ? Double.NaN : sum / positions.size();
        }
        return units;
    }

    /** Adds a slice's scores, divided by their mean, to {@code sums}, and 1 to {@code counts}, of the units it reaches. */
    static void add(ChannelSlice slice, double[] perPosition, int order, double[] sums, int[] counts) {
        double[] scores = perUnit(slice, perPosition);
        double total = 0;
        int reached = 0;
        for (int unit = 0; unit < scores.length; unit++) {
            if (!Double.isNaN(scores[unit])) {
                scores[unit] = order == 1 ? scores[unit] : Math.sqrt(scores[unit]);
                total += scores[unit];
                reached++;
            }
        }
        double mean = total / Math.max(1, reached);
        for (int unit = 0; unit < scores.length; unit++) {
            if (!Double.isNaN(scores[unit])) {
                sums[unit] += mean > 0 ? scores[unit] / mean : 1;
                counts[unit]++;
            }
        }
    }

    /** Divided by their mean; all 1 where that is 0. */
    static double[] normalized(double[] scores) {
        double mean = Arrays.stream(scores).average().orElse(0);
        double[] normalized = new double[scores.length];
        Arrays.setAll(normalized, unit -> mean > 0 ? scores[unit] / mean : 1);
        return normalized;
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
