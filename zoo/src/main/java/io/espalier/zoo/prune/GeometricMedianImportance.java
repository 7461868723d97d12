package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * How far a unit's filters are from those of the others, summed over the others: the smallest sum is nearest to the
 * geometric median of all, so the others can do its work. He et al., "Filter Pruning via Geometric Median for Deep
 * Convolutional Neural Networks Acceleration" (2019). Divided by the group's mean, averaged over the weights that make the
 * channels. O(n² d) for n units of d weights.
 */
record GeometricMedianImportance() implements WeightImportance {
    @Override
    public String name() {
        return "fpgm";
    }

    @Override
    public double[] scores(Model model, ChannelGroup group) {
        double[] sums = new double[group.channels()];
        int[] counts = new int[group.channels()];
        for (ChannelSlice slice : group.slices()) {
            if (slice.weight() && group.producers().contains(slice.value())) {
                add(slice, model.weights().get(slice.value()), sums, counts);
            }
        }
        return SliceScores.means(sums, counts);
    }

    private static void add(ChannelSlice slice, Tensor weight, double[] sums, int[] counts) {
        List<float[]> filters = slice.indices().stream()
                .map(positions -> filter(weight, slice.axis(), positions))
                .toList();
        double[] distances = new double[filters.size()];
        for (int a = 0; a < distances.length; a++) {
            for (int b = a + 1; b < distances.length; b++) {
                if (filters.get(a).length == filters.get(b).length) {
                    double distance = distance(filters.get(a), filters.get(b));
                    distances[a] += distance;
                    distances[b] += distance;
                }
            }
        }
        double mean = Arrays.stream(distances).average().orElse(0);
        for (int unit = 0; unit < distances.length; unit++) {
            if (filters.get(unit).length > 0) {
                sums[unit] += mean > 0 ? distances[unit] / mean : 1;
                counts[unit]++;
            }
        }
    }

    private static float[] filter(Tensor weight, int axis, Longs positions) {
        Tensor filter = WeightSlicing.keep(
                weight, axis, positions.stream().mapToInt(Math::toIntExact).toArray());
        return filter.floats();
    }

    private static double distance(float[] a, float[] b) {
        double square = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = a[i] - b[i];
            square += difference * difference;
        }
        return Math.sqrt(square);
    }
}
