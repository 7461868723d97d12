package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.weights.Model;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The share that a unit's weights have in the square of all weights that are not smaller: Lee et al., "Layer-adaptive
 * Sparsity for the Magnitude-based Pruning" (2021), for slices in place of single weights: {@code w_u² / sum of w_v² over
 * v with |w_v| >= |w_u|}. The greatest slice of each weight scores 1. Averaged over all coupled slices that {@code l1}
 * looks at, then divided by the group's mean.
 */
record LampImportance() implements WeightImportance {
    @Override
    public String name() {
        return "lamp";
    }

    @Override
    public double[] scores(Model model, ChannelGroup group) {
        double[] sums = new double[group.channels()];
        int[] counts = new int[group.channels()];
        for (ChannelSlice slice : group.slices()) {
            if (slice.weight() && MagnitudeImportance.counts(model, slice.value())) {
                double[] squares = SliceScores.perPosition(model.weights().get(slice.value()), slice.axis(), 2);
                add(SliceScores.perUnit(slice, squares), sums, counts);
            }
        }
        return SliceScores.normalized(SliceScores.means(sums, counts));
    }

    /** @param squares by unit; not a number for one that the slice does not reach */
    private static void add(double[] squares, double[] sums, int[] counts) {
        int[] descending = IntStream.range(0, squares.length)
                .filter(unit -> !Double.isNaN(squares[unit]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer unit) -> squares[unit])
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        double notSmaller = 0;
        for (int from = 0; from < descending.length; ) {
            double square = squares[descending[from]];
            int to = from;
            while (to < descending.length && squares[descending[to]] == square) {
                notSmaller += square;
                to++;
            }
            double score = notSmaller > 0 ? square / notSmaller : 1;
            Arrays.stream(descending, from, to).forEach(unit -> {
                sums[unit] += score;
                counts[unit]++;
            });
            from = to;
        }
    }
}
