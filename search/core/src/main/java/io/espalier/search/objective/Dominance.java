package io.espalier.search.objective;

import java.util.ArrayList;
import java.util.List;

/** Pareto dominance over vectors that are minimised. */
public final class Dominance {
    private Dominance() {}

    /** Whether {@code a} is nowhere worse than {@code b} and somewhere better. */
    public static boolean dominates(double[] a, double[] b) {
        boolean better = false;
        for (int i = 0; i < a.length; i++) {
            if (a[i] > b[i]) {
                return false;
            }
            better |= a[i] < b[i];
        }
        return better;
    }

    /**
     * Deb's rule: what keeps the constraints beats what does not; of two that do not, the smaller violation; of two
     * that do, dominance. Deb, "An efficient constraint handling method for genetic algorithms", 2000.
     *
     * @return −1 when {@code a} beats {@code b}, 1 when {@code b} beats {@code a}, 0 when neither does
     */
    public static int compare(double[] a, double violationOfA, double[] b, double violationOfB) {
        if (violationOfA > 0 || violationOfB > 0) {
            return Double.compare(violationOfA, violationOfB);
        }
        if (dominates(a, b)) {
            return -1;
        }
        return dominates(b, a) ? 1 : 0;
    }

    /**
     * Non-dominated sorting: the rank of each vector, 0 for the front, 1 for the front of what is left, and so on.
     * O(n² · d) a rank.
     */
    public static int[] ranks(List<double[]> vectors) {
        int[] ranks = new int[vectors.size()];
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < ranks.length; i++) {
            left.add(i);
        }
        for (int rank = 0; !left.isEmpty(); rank++) {
            List<Integer> dominated = new ArrayList<>();
            for (int i : left) {
                boolean beaten = left.stream().anyMatch(j -> dominates(vectors.get(j), vectors.get(i)));
                if (beaten) {
                    dominated.add(i);
                } else {
                    ranks[i] = rank;
                }
            }
            left = dominated;
        }
        return ranks;
    }
}
