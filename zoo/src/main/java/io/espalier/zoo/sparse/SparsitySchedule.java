package io.espalier.zoo.sparse;

import java.util.ArrayList;
import java.util.List;

/** How sparse a network is after so many updates of a training. Never falls. */
public sealed interface SparsitySchedule {

    /** 0 to below 1, after {@code updates} updates; 0 of them: where the training begins. */
    double sparsity(int updates);

    /** All at once, before the first update. */
    record Constant(double sparsity) implements SparsitySchedule {
        public Constant {
            requireShare("sparsity", sparsity);
        }

        @Override
        public double sparsity(int updates) {
            return sparsity;
        }
    }

    /**
     * Fast at first, when much is redundant, and slower towards the end: {@code last + (first − last) · (1 − t)³} (Zhu and
     * Gupta, "To prune, or not to prune", 2017).
     *
     * @param first sparsity until {@code begin}
     * @param last sparsity from {@code end} on, at least {@code first}
     * @param begin updates before it grows, 0 or more
     * @param end updates when it is reached, over {@code begin}
     * @param every updates between two changes, 1 or more
     */
    record Cubic(double first, double last, int begin, int end, int every) implements SparsitySchedule {
        public Cubic {
            requireShare("first sparsity", first);
            requireShare("last sparsity", last);
            if (first > last || begin < 0 || end <= begin || every < 1) {
                throw new IllegalArgumentException(
                        "The sparsity must grow (%s to %s) between two updates (%d to %d), every one or more (%d)."
                                .formatted(first, last, begin, end, every));
            }
        }

        /** From {@code first} to {@code last} over the first 70 % of {@code steps}, in about a hundred changes: the rest mends. */
        public static Cubic within(int steps, double first, double last) {
            int end = Math.max(1, (int) Math.round(.7 * steps));
            return new Cubic(first, last, 0, end, Math.max(1, end / 100));
        }

        @Override
        public double sparsity(int updates) {
            if (updates >= end) {
                return last;
            }
            int grown = Math.max(0, updates - begin) / every * every;
            double left = 1 - (double) grown / (end - begin);
            return last + (first - last) * left * left * left;
        }
    }

    /**
     * The sparsities of iterative pruning: each round takes {@code share} of what is left (Frankle and Carbin take 20 %), the
     * last one as much as reaches {@code target} exactly.
     *
     * @param share over 0, below 1
     * @param target over 0, below 1
     */
    static List<Double> rounds(double share, double target) {
        requireShare("target", target);
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "The share of a round (%s) must be over 0 and below 1.".formatted(share));
        }
        List<Double> sparsities = new ArrayList<>();
        double left = 1 - share;
        // What rounding makes of the last share is no round of its own.
        while (1 - left < target - 1e-9) {
            sparsities.add(1 - left);
            left *= 1 - share;
        }
        sparsities.add(target);
        return sparsities;
    }

    private static void requireShare(String what, double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("The %s (%s) must be 0 to below 1.".formatted(what, share));
        }
    }
}
