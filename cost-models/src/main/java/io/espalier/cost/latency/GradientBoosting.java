package io.espalier.cost.latency;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A sum of small regression trees, each fitted to what the ones before left (Friedman, "Stochastic gradient boosting",
 * 2002), for squared errors. Splits are sought among the quantiles of a feature. Same rows, same sum.
 */
final class GradientBoosting {
    private static final int TREES = 300;
    private static final double RATE = .06;
    private static final double SHARE_OF_ROWS = .7;

    private final double mean;
    private final RegressionTree[] trees;

    private GradientBoosting(double mean, RegressionTree[] trees) {
        this.mean = mean;
        this.trees = trees;
    }

    /**
     * Takes time in proportion to rows × features.
     *
     * @param rows features of each example, all of one length
     * @param targets one a row
     */
    static GradientBoosting fit(double[][] rows, double[] targets, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FeatureBins bins = FeatureBins.of(rows);
        double mean = Arrays.stream(targets).average().orElse(0);
        double[] left = new double[targets.length];
        for (int i = 0; i < left.length; i++) {
            left[i] = targets[i] - mean;
        }
        RegressionTree[] trees = new RegressionTree[TREES];
        for (int t = 0; t < TREES; t++) {
            trees[t] = RegressionTree.grow(bins, left, someRows(left.length, random));
            for (int i = 0; i < left.length; i++) {
                left[i] -= RATE * trees[t].predict(rows[i]);
            }
        }
        return new GradientBoosting(mean, trees);
    }

    private static int[] someRows(int rows, SplittableRandom random) {
        int[] chosen = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (random.nextDouble() < SHARE_OF_ROWS || rows < 4) {
                chosen[count++] = i;
            }
        }
        return count == 0 ? new int[] {0} : Arrays.copyOf(chosen, count);
    }

    double predict(double[] row) {
        double sum = mean;
        for (RegressionTree tree : trees) {
            sum += RATE * tree.predict(row);
        }
        return sum;
    }
}
